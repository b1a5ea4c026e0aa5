// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Epochs } from "../Epochs.sol";
import { Slasher } from "../Slasher.sol";
import { Node, Role } from "../staking/Node.sol";
import { AssignmentEvidence, AssignmentProof } from "./AssignmentEvidence.sol";
import { Ballot, LeftOut } from "./Ballot.sol";
import { Barred, Case, Exhibit, Seatable } from "./Case.sol";
import { Jury, JuryRules } from "./Jury.sol";
import { SignedResult } from "./Messages.sol";
import { Terms, TermsRules } from "./Terms.sol";

/// @title The cases: how they are opened and appealed, and who may not sit.
/// @notice Weights are the lower of two seconds': the one in which the accused got its task, and the one before the
/// case. So stake that comes for a case neither gets seats nor takes any from others.
abstract contract Docket is AssignmentEvidence {
  using JuryRules for Jury;
  using SafeCast for uint256;
  using SafeERC20 for IERC20;
  using TermsRules for Terms;

  IERC20 public immutable token;
  Slasher public immutable slasher;
  /// @notice Seconds after its task was drawn in which a result can be reported: a case must end before what was at
  /// stake then can be withdrawn.
  uint256 public immutable reportWindow;

  /// @dev What a conviction of a node in jail must pay, in wei: the first jury. Appellants pay for theirs.
  uint256 private immutable _leastPaid;
  Terms internal _terms;
  uint256 public caseCount;
  /// @notice The case about a signed result that is open or has a verdict.
  mapping(bytes32 evidence => uint256) public caseOf;
  mapping(uint256 caseId => Case) internal _cases;
  mapping(uint256 caseId => address) private _reporterOwners;
  mapping(uint256 caseId => Seatable) private _seatable;
  mapping(uint256 caseId => mapping(uint256 round => Jury)) private _juries;
  mapping(uint256 caseId => mapping(uint256 round => mapping(uint256 nodeId => Ballot))) private _ballots;

  event Opened(
    uint256 indexed caseId,
    uint256 indexed nodeId,
    address indexed reporter,
    bytes32 taskId,
    bytes32 assignment,
    bytes32 result
  );
  event Exhibited(uint256 indexed caseId, address indexed coordinator, bytes32 hash);
  event JuryCalled(
    uint256 indexed caseId, uint256 round, address indexed party, uint256 deposit, uint256 seedBlock
  );

  error AlreadyOpen(uint256 caseId);
  error NobodyCanSit();
  error TermsTooLong(uint256 duration, uint256 coolDown);
  error TooEarly(uint256 from);
  error TooLate(uint256 until);
  error UnknownCase(uint256 caseId);
  error WrongTerms();

  constructor(Slasher slasher_, Epochs epochs_, Terms memory terms_)
    AssignmentEvidence(slasher_.staking(), epochs_)
  {
    if (!terms_.areSound() || terms_.paidBps > slasher_.MAX_PAID_BPS()) revert WrongTerms();
    (uint256 duration, uint256 coolDown) = (terms_.duration(), staking.coolDown());
    if (duration >= coolDown) revert TermsTooLong(duration, coolDown);
    (slasher, token, _terms, reportWindow) = (slasher_, slasher_.token(), terms_, coolDown - duration);
    _leastPaid = terms_.seatsOf(0) * terms_.pay;
  }

  /// @notice Reports a result as wrong, against the deposit of the first jury.
  /// @param named Miners whose weight gives nobody seats, so that others get them: all of it if they may not sit, else
  /// what they had in only one of the two moments that count.
  function open(
    AssignmentProof calldata proof,
    SignedResult calldata signed,
    Exhibit calldata source,
    uint256[] calldata named
  ) external returns (uint256 caseId) {
    (bytes32 digest, uint256 drawnAt) = _assigned(proof);
    uint256 nodeId = _minerAt(proof.assignment.miner, drawnAt);
    _requireResult(proof.assignment.miner, digest, signed);
    _requireBefore(drawnAt + reportWindow + 1);
    caseId = _enter(nodeId, drawnAt, keccak256(abi.encode(digest, signed.result)));
    emit Opened(caseId, nodeId, msg.sender, proof.assignment.taskId, digest, signed.result.result);
    exhibit(caseId, source);
    _call(caseId, 0, reportDepositOf(nodeId), named);
  }

  /// @notice Says where else the evidence of a case can be fetched. Open to everybody, so that who opens a case
  /// cannot keep its evidence from the jury.
  function exhibit(uint256 caseId, Exhibit calldata source) public {
    _running(caseId);
    emit Exhibited(caseId, source.coordinator, source.hash);
  }

  /// @notice Calls a larger jury, whatever the last one found, against a deposit. Open to everybody.
  /// @param named As for `open`.
  function appeal(uint256 caseId, uint256[] calldata named) external {
    (Case storage dispute, Jury storage jury, Terms memory terms) = _running(caseId);
    _requireFrom(jury.revealEnd(terms));
    uint256 round = dispute.round;
    // The last jury's end and its finality are the same second.
    _requireBefore(jury.finalAt(terms, round));
    dispute.round++;
    _call(caseId, round + 1, appealDepositOf(caseId, round + 1), named);
  }

  /// @notice Names miners that the caller of the current jury has left unnamed, until the block that draws it. Open to
  /// everybody, so that the accused's friends cannot call a jury whose seats stay empty.
  /// @param named As for `open`. What several callers name adds up.
  function leaveOut(uint256 caseId, uint256[] calldata named) external {
    (, Jury storage jury,) = _running(caseId);
    if (block.number >= jury.seedBlock) revert TooLate(jury.seedBlock);
    _leaveOut(caseId, jury, named);
  }

  function getTerms() external view returns (Terms memory) {
    return _terms;
  }

  function getCase(uint256 caseId) external view returns (Case memory) {
    return _cases[caseId];
  }

  function juryOf(uint256 caseId, uint256 round) external view returns (Jury memory) {
    return _juryAt(caseId, round);
  }

  /// @notice What it takes to report a result of this node: the pay of all the jurors that the case can have, so that
  /// nobody who is wrongly accused pays them, and a part of what the owner can lose of its bond.
  /// @dev What the owner is taking out does not count: it may be out of a slash's reach before the case ends.
  function reportDepositOf(uint256 nodeId) public view returns (uint256) {
    Terms memory terms = _terms;
    uint256 bond = staking.node(nodeId).selfBond;
    return terms.allSeats() * terms.pay + bond * terms.slashBps * terms.bondBps / TermsRules.BPS ** 2;
  }

  /// @notice What it takes to call this jury of a case: its jurors' pay, and as much at stake as the reporter has.
  /// The accused cannot raise it by adding to its bond.
  function appealDepositOf(uint256 caseId, uint256 round) public view returns (uint256) {
    Terms memory terms = _terms;
    return _juryAt(caseId, 0).deposit - (terms.allSeats() - terms.seatsOf(round)) * terms.pay;
  }

  function _enter(uint256 nodeId, uint256 drawnAt, bytes32 evidence) private returns (uint256 caseId) {
    caseId = caseOf[evidence];
    if (caseId != 0) revert AlreadyOpen(caseId);
    slasher.requireTriable(nodeId, evidence, _leastPaid);
    caseId = ++caseCount;
    caseOf[evidence] = caseId;
    Case storage dispute = _cases[caseId];
    (dispute.drawnAt, dispute.openedAt) = (drawnAt.toUint48(), uint48(block.timestamp));
    _seatable[caseId] = Seatable(_othersAt(nodeId, dispute.drawnAt), _othersAt(nodeId, dispute.openedAt - 1));
    // Noted, because it can change: a juror could escape its fine by taking over the reporter's key, or its node.
    (_reporterOwners[caseId],,,) =
      staking.identityOf(staking.operators().servedAt(msg.sender, dispute.openedAt));
    // Staking's node ids have 24 bits.
    // forge-lint: disable-next-line(unsafe-typecast)
    (dispute.nodeId, dispute.evidence) = (uint24(nodeId), evidence);
  }

  function _call(uint256 caseId, uint256 round, uint256 deposit, uint256[] calldata named) private {
    Jury storage jury = _juryAt(caseId, round);
    (jury.party, jury.deposit) = (msg.sender, deposit.toUint96());
    (jury.start, jury.seedBlock) = (uint48(block.timestamp), uint64(block.number) + _terms.drawBlocks);
    _leaveOut(caseId, jury, named);
    emit JuryCalled(caseId, round, msg.sender, deposit, jury.seedBlock);

    token.safeTransferFrom(msg.sender, address(this), deposit);
  }

  /// @dev The weight of all miners but the accused, in a past second.
  function _othersAt(uint256 accused, uint48 timestamp) private view returns (uint96) {
    return (staking.totalWeightAt(Role.Miner, timestamp) - staking.weightAt(accused, timestamp)).toUint96();
  }

  /// @dev Subtracts weight that gets no seats from the totals, once for each node. Nodes that are left out whole stay out
  /// of all juries of the case, whoever owns them later: others already have their seats.
  function _leaveOut(uint256 caseId, Jury storage jury, uint256[] calldata nodeIds) private {
    Barred memory barred = _barredOf(caseId);
    uint48 drawnAt = _cases[caseId].drawnAt;
    (uint256 drawn, uint256 before) = (_seatable[caseId].drawn, _seatable[caseId].before);
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 id = nodeIds[i];
      Ballot storage ballot = _ballotAt(caseId, 0, id);
      (bool another, bool mayNot,) = _standingOf(barred, id);
      LeftOut part = mayNot ? LeftOut.All : LeftOut.Excess;
      if (!another || ballot.leftOut >= part) continue;
      (uint256 atDraw, uint256 atCase) = _weightsOf(id, drawnAt, barred.before);
      uint256 seated = Math.min(atDraw, atCase);
      if (ballot.leftOut == LeftOut.Excess) (atDraw, atCase) = (seated, seated);
      if (mayNot) seated = 0;
      drawn -= atDraw - seated;
      before -= atCase - seated;
      ballot.leftOut = part;
    }
    // They only became less.
    // forge-lint: disable-next-line(unsafe-typecast)
    _seatable[caseId] = Seatable(uint96(drawn), uint96(before));
    // forge-lint: disable-next-line(unsafe-typecast)
    jury.totalWeight = uint96(Math.min(drawn, before));
    if (jury.totalWeight == 0) revert NobodyCanSit();
  }

  /// @dev A node's weights at the two moments that count.
  function _weightsOf(uint256 nodeId, uint48 drawnAt, uint48 before)
    internal
    view
    returns (uint256 atDraw, uint256 atCase)
  {
    return (staking.weightAt(nodeId, drawnAt), staking.weightAt(nodeId, before));
  }

  function _juryAt(uint256 caseId, uint256 round) internal view returns (Jury storage) {
    return _juries[caseId][round];
  }

  function _ballotAt(uint256 caseId, uint256 round, uint256 nodeId) internal view returns (Ballot storage) {
    return _ballots[caseId][round][nodeId];
  }

  function _isNamed(uint256 caseId, uint256 nodeId) internal view returns (bool) {
    return _ballotAt(caseId, 0, nodeId).leftOut == LeftOut.All;
  }

  function _barredOf(uint256 caseId) internal view returns (Barred memory) {
    Case storage dispute = _cases[caseId];
    Node memory accused = staking.node(dispute.nodeId);
    return Barred({
      accused: accused.id,
      owner: accused.owner,
      reporter: _juryAt(caseId, 0).party,
      reporterOwner: _reporterOwners[caseId],
      shared: accused.assets != accused.selfBond || staking.unbondingOf(accused.id) != 0,
      before: dispute.openedAt - 1
    });
  }

  /// @dev Whether a node is a miner but the accused, and may not sit; and the key that votes for it. A node that has
  /// changed hands since the case may: else a juror could escape its fine by handing it to who may not.
  function _standingOf(Barred memory barred, uint256 nodeId)
    internal
    view
    returns (bool another, bool mayNot, address operator)
  {
    address owner;
    Role role;
    uint256 ownedSince;
    (owner, operator, role, ownedSince) = staking.identityOf(nodeId);
    another = role == Role.Miner && nodeId != barred.accused;
    mayNot = ownedSince <= barred.before && _isBarred(barred, owner);
  }

  /// @dev Whether the nodes that an owner had before the case may not sit. The accused's owner of that time had stake in
  /// it, as others may have.
  function _isBarred(Barred memory barred, address owner) private view returns (bool) {
    if (owner == barred.reporter || owner == barred.reporterOwner) return true;
    if (!barred.shared) return owner == barred.owner;
    uint256 since = staking.exposedSince(owner, barred.accused);
    return since != 0 && since <= barred.before;
  }

  /// @dev A case that is not settled, its current jury and the terms.
  function _running(uint256 caseId)
    internal
    view
    returns (Case storage dispute, Jury storage jury, Terms memory terms)
  {
    dispute = _cases[caseId];
    if (dispute.openedAt == 0) revert UnknownCase(caseId);
    if (dispute.settledAt != 0) revert TooLate(dispute.settledAt);
    (jury, terms) = (_juryAt(caseId, dispute.round), _terms);
  }

  function _requireFrom(uint256 from) internal view {
    if (block.timestamp < from) revert TooEarly(from);
  }

  function _requireBefore(uint256 until) internal view {
    if (block.timestamp >= until) revert TooLate(until);
  }
}
