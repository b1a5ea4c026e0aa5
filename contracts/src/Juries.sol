// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Epochs } from "./Epochs.sol";
import { Operators } from "./Operators.sol";
import { Slasher } from "./Slasher.sol";
import { Ballot } from "./disputes/Ballot.sol";
import { Case } from "./disputes/Case.sol";
import { Docket } from "./disputes/Docket.sol";
import { Finding, Jury, JuryRules } from "./disputes/Jury.sol";
import { Terms, TermsRules } from "./disputes/Terms.sol";
import { Voting } from "./disputes/Voting.sol";

/// @title Juries that judge results reported as wrong.
/// @notice A reporter puts up a deposit against a signed result. Miners draw seats by weight, run the task again,
/// seal what they found, then open it. Anybody may call a larger jury, up to the largest: the last jury decides.
/// Without a verdict by it nobody is punished, fined or paid, a part of each deposit is burned, and the result can
/// be reported again. With one, the side that was wrong pays for the case. Each juror that found the same is paid for
/// its seats, and each that found the opposite or stayed away is fined for them, the former more.
contract Juries is Voting {
  using JuryRules for Jury;
  using SafeERC20 for IERC20;
  using TermsRules for Terms;

  /// @param left What nobody is paid, in wei: deposits are burned, a slash is held first.
  event Settled(uint256 indexed caseId, Finding verdict, uint256 left);
  /// @notice These keys' nodes have their pay, `each` for a seat.
  event JurorsPaid(uint256 indexed caseId, uint256 round, uint256 each, address[] operators);

  /// @notice This node's juror found nothing that is paid, or none of the nodes owes a fine.
  error NothingDue(uint256 caseId, uint256 round, uint256 nodeId);
  error NoVerdict(uint256 caseId);

  /// @dev The slasher takes what a case pays to nobody.
  constructor(Slasher slasher_, Epochs epochs_, Terms memory terms_) Docket(slasher_, epochs_, terms_) {
    token.forceApprove(address(slasher_), type(uint256).max);
  }

  /// @notice Closes a case and carries out its verdict, if there is one and the time to carry it out is not over.
  /// Open to everybody.
  function settle(uint256 caseId) external {
    (Case storage dispute, Jury storage jury, Terms memory terms) = _running(caseId);
    uint256 due = jury.finalAt(terms, dispute.round);
    _requireFrom(due);
    bool inTime = block.timestamp < due + terms.settleWindow;
    Finding verdict = inTime ? jury.verdict(terms, dispute.round) : Finding.None;
    (dispute.verdict, dispute.settledAt) = (verdict, uint48(block.timestamp));
    if (verdict == Finding.None) delete caseOf[dispute.evidence];

    uint256 paid = 0;
    // Another court may have punished it since.
    if (verdict == Finding.Wrong && !slasher.punished(dispute.nodeId, dispute.evidence)) {
      (, paid) = slasher.convict(dispute.nodeId, terms.slashBps, dispute.evidence, terms.paidBps);
    }
    uint256 left = verdict == Finding.None ? _refund(caseId, terms) : _divide(caseId, terms, verdict, paid);
    emit Settled(caseId, verdict, left);
    if (left != 0) slasher.discard(dispute.nodeId, left, paid);
  }

  /// @notice Pays jurors that found what the last jury found; their nodes' owners get it.
  /// @param operators Keys that serve or once served the jurors' nodes.
  function pay(uint256 caseId, uint256 round, address[] calldata operators) external {
    (Finding verdict, Terms memory terms) = _decided(caseId);
    (uint256 each,) = _juryAt(caseId, round).payOf(terms, round, verdict);
    emit JurorsPaid(caseId, round, each, operators);
    Operators keys = staking.operators();
    for (uint256 i = 0; i < operators.length; i++) {
      uint256 nodeId = keys.nodeIdOf(operators[i]);
      Ballot storage ballot = _ballotAt(caseId, round, nodeId);
      if (ballot.finding != verdict) revert NothingDue(caseId, round, nodeId);
      if (ballot.paid) continue;
      ballot.paid = true;
      token.safeTransfer(staking.payoutOf(operators[i]), each * ballot.seats);
    }
  }

  /// @notice Fines jurors that had seats and sealed no vote, and, `sealedFactor` times as much, those whose sealed
  /// vote found the opposite of the last jury or was not opened. If that cost less, who votes without a look would open
  /// its vote only where others found the same.
  /// The caller gets a part. Only for a while, in which their stake cannot have left. Nodes that owe nothing are
  /// passed over, because one can still lose its seats, and must not save the others from their fines.
  function fine(uint256 caseId, uint256 round, uint256[] calldata nodeIds) external {
    (Finding verdict, Terms memory terms) = _decided(caseId);
    _requireBefore(_cases[caseId].settledAt + terms.fineWindow);
    uint256 reward = 0;
    bool anyDue = nodeIds.length == 0;
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      Ballot storage ballot = _ballotAt(caseId, round, nodeId);
      uint256 fines =
        ballot.seats == 0 ? seatsOf(caseId, round, nodeId) : ballot.seats * uint256(terms.sealedFactor);
      bool faulty = ballot.finding != verdict && ballot.finding != Finding.Unavailable;
      if (fines == 0 || !faulty) continue;
      anyDue = true;
      bytes32 evidence = keccak256(abi.encode(address(this), caseId, round, nodeId));
      if (slasher.punished(nodeId, evidence)) continue;
      (, uint256 paid) = slasher.fine(nodeId, fines * terms.fine, evidence, terms.reporterBps);
      reward += paid;
    }
    if (!anyDue) revert NothingDue(caseId, round, nodeIds[0]);
    if (reward != 0) token.safeTransfer(msg.sender, reward);
  }

  /// @dev Without a verdict, each party gets its deposit back but for the fee.
  function _refund(uint256 caseId, Terms memory terms) private returns (uint256 burned) {
    for (uint256 round = 0; round <= _cases[caseId].round; round++) {
      Jury storage jury = _juryAt(caseId, round);
      uint256 fee = Math.ceilDiv(jury.deposit * uint256(terms.feeBps), TermsRules.BPS);
      burned += fee;
      token.safeTransfer(jury.party, jury.deposit - fee);
    }
  }

  /// @dev Sets the jurors' pay aside, gives the winning parties their deposits back and the reporter its reward.
  /// If a conviction brought in too little for that, the winning parties share the lack.
  function _divide(uint256 caseId, Terms memory terms, Finding verdict, uint256 paid)
    private
    returns (uint256 left)
  {
    uint256 last = _cases[caseId].round;
    left = paid;
    uint256 deposits = 0;
    for (uint256 round = 0; round <= last; round++) {
      Jury storage jury = _juryAt(caseId, round);
      (, uint256 forJurors) = jury.payOf(terms, round, verdict);
      left = left + jury.deposit - forJurors;
      if (_sideOf(caseId, terms, round) == verdict) deposits += jury.deposit;
    }
    uint256 back = Math.min(deposits, left);
    uint256 reward = verdict == Finding.Wrong
      ? Math.min(Math.min(left - back, paid * terms.reporterBps / terms.paidBps), _juryAt(caseId, 0).deposit)
      : 0;
    for (uint256 round = 0; round <= last; round++) {
      Jury storage jury = _juryAt(caseId, round);
      if (_sideOf(caseId, terms, round) != verdict) continue;
      uint256 amount = jury.deposit * back / deposits + (round == 0 ? reward : 0);
      left -= amount;
      token.safeTransfer(jury.party, amount);
    }
  }

  /// @dev What the party that called a jury holds: the reporter that the result is wrong, an appellant the opposite
  /// of what the jury before found. Who appeals from no verdict wants a conviction.
  function _sideOf(uint256 caseId, Terms memory terms, uint256 round) private view returns (Finding) {
    if (round == 0) return Finding.Wrong;
    Finding before = _juryAt(caseId, round - 1).verdict(terms, round - 1);
    return before == Finding.Wrong ? Finding.Right : Finding.Wrong;
  }

  function _decided(uint256 caseId) private view returns (Finding verdict, Terms memory terms) {
    (verdict, terms) = (_cases[caseId].verdict, _terms);
    if (verdict == Finding.None) revert NoVerdict(caseId);
  }
}
