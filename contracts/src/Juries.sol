// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "./Staking.sol";
import { Assignment, Messages } from "./disputes/Messages.sol";
import { Ballot, Case, CaseRules } from "./disputes/Case.sol";
import { Jury, JuryRules, Terms, Verdict } from "./disputes/Jury.sol";
import { Penalty } from "./disputes/Penalty.sol";
import { Sortition } from "./disputes/Sortition.sol";
import { Node, Role } from "./staking/Node.sol";

/// @title Juries that judge results reported as wrong.
/// @notice A reporter puts up a bond against a signed result. Miners drawn by the hash of a later block re-run
/// the task, commit to what they found, then reveal it; the majority decides. The loser may appeal once, to a
/// jury twice as large. The side that was wrong pays the majority's jurors. A jury that is too small or tied
/// decides nothing: its caller gets the bond back, and an earlier verdict stands.
contract Juries is Penalty {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;
  using Messages for Assignment;
  using CaseRules for Case;
  using JuryRules for Jury;

  Terms public terms;
  uint256 public caseCount;
  mapping(uint256 caseId => Case) private _cases;
  mapping(bytes32 evidence => uint256) public caseOf;
  mapping(uint256 caseId => mapping(uint256 round => mapping(uint256 nodeId => Ballot))) private _ballots;

  event Opened(
    uint256 indexed caseId,
    uint256 indexed nodeId,
    address indexed reporter,
    bytes32 taskId,
    bytes32 assignment,
    bytes32 result
  );
  event JuryDrawn(uint256 indexed caseId, uint256 round, bytes32 seed, uint256 commitEnd, uint256 revealEnd);
  event DrawPostponed(uint256 indexed caseId, uint256 round, uint256 seedBlock);
  event Committed(uint256 indexed caseId, uint256 round, uint256 indexed nodeId);
  event Revealed(uint256 indexed caseId, uint256 round, uint256 indexed nodeId, Verdict vote);
  event Appealed(uint256 indexed caseId, address indexed appellant);
  event Settled(uint256 indexed caseId, Verdict verdict, uint256 purse);
  event JurorPaid(uint256 indexed caseId, uint256 indexed nodeId, uint256 amount);

  error AlreadyOpen(uint256 caseId);
  error NotDrawn(uint256 caseId, uint256 nodeId);
  error NotEligible(uint256 nodeId, address caller);
  error NothingToClaim(uint256 caseId, uint256 nodeId);
  error NotTheLoser(address caller);
  error TermsTooLong(uint256 duration, uint256 coolDown);
  error TooLate();
  error TooEarly();
  error UnknownCase(uint256 caseId);
  error WrongCommitment();
  error WrongSigner(address signer);
  error WrongTerms();

  constructor(Staking staking_, address treasury_, uint16 reporterBps_, Terms memory terms_)
    Penalty(staking_, treasury_, reporterBps_)
  {
    if (terms_.slashBps > BPS || terms_.jurorBps + reporterBps_ > BPS) revert WrongTerms();
    if (terms_.quorum == 0 || terms_.seats < terms_.quorum || terms_.drawBlocks == 0) revert WrongTerms();
    uint256 jury = uint256(terms_.drawWindow) + terms_.commitWindow + terms_.revealWindow;
    uint256 duration = terms_.reportWindow + 2 * jury + terms_.appealWindow;
    uint256 coolDown = staking_.coolDown();
    // What was at stake when the task was assigned must still be slashable at the last verdict.
    if (duration >= coolDown) revert TermsTooLong(duration, coolDown);
    terms = terms_;
  }

  /// @notice Reports a result as wrong, against a bond. The assignment proves who had the task, and until when.
  function open(
    Assignment calldata assignment,
    bytes calldata assignmentSignature,
    bytes32 result,
    bytes calldata resultSignature
  ) external returns (uint256 caseId) {
    bytes32 digest = _digestOf(assignment, assignmentSignature);
    uint256 nodeId = _accused(assignment.miner, digest, result, resultSignature);
    if (block.timestamp > uint256(assignment.expiry) + terms.reportWindow) revert TooLate();

    bytes32 evidence = keccak256(abi.encode(digest, result));
    if (caseOf[evidence] != 0) revert AlreadyOpen(caseOf[evidence]);
    caseId = ++caseCount;
    caseOf[evidence] = caseId;
    Case storage dispute = _cases[caseId];
    (dispute.reporter, dispute.openedAt) = (msg.sender, uint48(block.timestamp));
    (dispute.nodeId, dispute.evidence) = (nodeId, evidence);
    dispute.totalWeight = staking.totalWeight(Role.Miner).toUint96();
    dispute.juries[0].summon(terms);
    emit Opened(caseId, nodeId, msg.sender, assignment.taskId, digest, result);

    token.safeTransferFrom(msg.sender, address(this), terms.bond);
  }

  /// @notice Draws the jury with the hash of the block that was named beforehand. If that block is too old
  /// for the chain to know its hash, names another one instead. Open to everybody.
  function draw(uint256 caseId) external {
    (Case storage dispute, uint256 round) = _open(caseId);
    Jury storage jury = dispute.juries[round];
    if (jury.commitEnd != 0 || block.timestamp > jury.start + terms.drawWindow) revert TooLate();
    if (block.number <= jury.seedBlock) revert TooEarly();
    bytes32 seed = blockhash(jury.seedBlock);
    if (seed == 0) {
      jury.seedBlock = (block.number + terms.drawBlocks).toUint64();
      emit DrawPostponed(caseId, round, jury.seedBlock);
      return;
    }
    (jury.seed, jury.commitEnd) = (seed, (block.timestamp + terms.commitWindow).toUint64());
    emit JuryDrawn(caseId, round, seed, jury.commitEnd, jury.commitEnd + terms.revealWindow);
  }

  /// @notice Records a drawn miner's sealed vote: `commitmentOf` what it will reveal.
  function commit(uint256 caseId, uint256 nodeId, bytes32 commitment) external {
    (Case storage dispute, uint256 round) = _open(caseId);
    if (block.timestamp >= dispute.juries[round].commitEnd) revert TooLate();
    Node memory node = staking.node(nodeId);
    bool own = msg.sender == node.operator || msg.sender == node.owner;
    if (!own || node.owner == staking.node(dispute.nodeId).owner) revert NotEligible(nodeId, msg.sender);
    if (!isDrawn(caseId, round, nodeId)) revert NotDrawn(caseId, nodeId);
    if (commitment == 0) revert WrongCommitment();
    _ballots[caseId][round][nodeId].commitment = commitment;
    emit Committed(caseId, round, nodeId);
  }

  /// @notice Opens a sealed vote. Anyone who knows the salt may send it.
  function reveal(uint256 caseId, uint256 nodeId, bool wrong, bytes32 salt) external {
    (Case storage dispute, uint256 round) = _open(caseId);
    Jury storage jury = dispute.juries[round];
    if (block.timestamp < jury.commitEnd) revert TooEarly();
    if (jury.isOver(terms)) revert TooLate();
    Ballot storage ballot = _ballots[caseId][round][nodeId];
    if (ballot.commitment != commitmentOf(caseId, round, nodeId, wrong, salt)) revert WrongCommitment();
    (ballot.commitment, ballot.vote) = (0, wrong ? Verdict.Wrong : Verdict.Right);
    if (wrong) jury.votesWrong++;
    else jury.votesRight++;
    emit Revealed(caseId, round, nodeId, ballot.vote);
  }

  /// @notice Calls a second jury, twice as large. Only the side that lost may, against twice the bond.
  function appeal(uint256 caseId) external {
    (Case storage dispute, uint256 round) = _open(caseId);
    Jury storage jury = dispute.juries[0];
    if (round != 0 || block.timestamp >= jury.end(terms) + terms.appealWindow) revert TooLate();
    if (!jury.isOver(terms)) revert TooEarly();
    Verdict verdict = jury.verdict(terms);
    address loser = verdict == Verdict.Wrong ? staking.node(dispute.nodeId).owner : dispute.reporter;
    if (verdict == Verdict.None || msg.sender != loser) revert NotTheLoser(msg.sender);
    dispute.appellant = msg.sender;
    dispute.juries[1].summon(terms);
    emit Appealed(caseId, msg.sender);

    token.safeTransferFrom(msg.sender, address(this), 2 * uint256(terms.bond));
  }

  /// @notice Closes a case and carries out its verdict, if there is one. Open to everybody.
  function settle(uint256 caseId) external {
    (Case storage dispute, uint256 round) = _open(caseId);
    Jury storage jury = dispute.juries[round];
    if (!jury.isOver(terms)) revert TooEarly();
    Verdict last = jury.verdict(terms);
    if (round == 0 && last != Verdict.None && block.timestamp < jury.end(terms) + terms.appealWindow) {
      revert TooEarly();
    }
    dispute.settled = true;
    // An appeal without a verdict leaves the first one in force.
    Verdict first = dispute.juries[0].verdict(terms);
    Verdict verdict = last == Verdict.None ? first : last;
    // With no verdict at all, the result may be reported again.
    if (verdict == Verdict.None) delete caseOf[dispute.evidence];
    uint256 bond = terms.bond;
    uint256 appealBond = dispute.appellant == address(0) ? 0 : 2 * bond;
    bool appealLost = last != Verdict.None && last == first;

    uint256 pot = (appealLost ? appealBond : 0) + (verdict == Verdict.Right ? bond : 0);
    uint256 toReporter = verdict == Verdict.Right ? 0 : bond;
    uint256 toTreasury = 0;
    // The slash comes before any payment: what it brings in decides what the jurors get.
    if (verdict == Verdict.Wrong) {
      (uint256 forReporter, uint256 forJurors, uint256 rest) = _sentence(dispute);
      (toReporter, pot, toTreasury) = (toReporter + forReporter, pot + forJurors, rest);
    }
    uint256 payees = verdict == Verdict.None ? 0 : _decisive(dispute).majority();
    dispute.purse = payees == 0 ? 0 : pot / payees;
    // The remainder that the jurors cannot share evenly.
    toTreasury += pot - dispute.purse * payees;
    emit Settled(caseId, verdict, dispute.purse);

    if (!appealLost && appealBond != 0) token.safeTransfer(dispute.appellant, appealBond);
    if (toReporter != 0) token.safeTransfer(dispute.reporter, toReporter);
    if (toTreasury != 0) token.safeTransfer(treasury, toTreasury);
  }

  /// @notice Pays a juror of the majority; the payment goes to its node's owner.
  function payJuror(uint256 caseId, uint256 nodeId) external {
    Case storage dispute = _cases[caseId];
    Ballot storage ballot = _ballots[caseId][dispute.decisiveRound(terms)][nodeId];
    bool won = ballot.vote != Verdict.None && ballot.vote == _decisive(dispute).verdict(terms);
    if (!dispute.settled || !won || ballot.paid) revert NothingToClaim(caseId, nodeId);
    ballot.paid = true;
    emit JurorPaid(caseId, nodeId, dispute.purse);
    token.safeTransfer(staking.node(nodeId).owner, dispute.purse);
  }

  /// @notice Fines a miner that was drawn and revealed nothing, once for each jury. The caller gets a part of
  /// the fine only if that jury reached a verdict. A jury without one costs nothing to call, so all of its
  /// fines go to the treasury.
  function fineNoShow(uint256 caseId, uint256 round, uint256 nodeId) external {
    Case storage dispute = _cases[caseId];
    Jury storage jury = dispute.juries[round];
    if (jury.seed == 0 || !jury.isOver(terms)) revert TooEarly();
    bool excused = staking.node(nodeId).owner == staking.node(dispute.nodeId).owner;
    if (excused || !isDrawn(caseId, round, nodeId)) revert NotDrawn(caseId, nodeId);
    if (_ballots[caseId][round][nodeId].vote != Verdict.None) revert NothingToClaim(caseId, nodeId);
    (uint256 taken, uint256 ofOwner) =
      _take(nodeId, terms.noShowPenalty, keccak256(abi.encode(caseId, round, nodeId)));
    _divide(taken, jury.verdict(terms) == Verdict.None ? 0 : ofOwner);
  }

  /// @notice Whether a node sits on a jury; false until the jury is drawn.
  function isDrawn(uint256 caseId, uint256 round, uint256 nodeId) public view returns (bool) {
    Case storage dispute = _cases[caseId];
    Jury storage jury = dispute.juries[round];
    if (jury.seed == 0 || nodeId == dispute.nodeId || staking.node(nodeId).role != Role.Miner) return false;
    // The weight of the second before the case opened, so that its reporter cannot bring in weight for it.
    uint256 weight = staking.weightAt(nodeId, dispute.openedAt - 1);
    return
      Sortition.isDrawn(jury.seed, nodeId, weight, dispute.totalWeight, uint256(terms.seats) * (round + 1));
  }

  /// @notice What a juror commits to; the salt keeps others from guessing the vote.
  function commitmentOf(uint256 caseId, uint256 round, uint256 nodeId, bool wrong, bytes32 salt)
    public
    view
    returns (bytes32)
  {
    return keccak256(abi.encode(address(this), block.chainid, caseId, round, nodeId, wrong, salt));
  }

  /// @notice A case as it stands, with its two juries.
  function getCase(uint256 caseId) external view returns (Case memory) {
    return _cases[caseId];
  }

  /// @dev Slashes and jails the accused, and divides what was taken. Reporter and jurors are paid from the
  /// owner's loss only. If they were paid from the voters' loss too, an owner with a small bond, many votes
  /// and a friend on the jury would profit.
  function _sentence(Case storage dispute)
    private
    returns (uint256 forReporter, uint256 forJurors, uint256 rest)
  {
    (uint256 taken, uint256 ofOwner) = _convict(dispute.nodeId, terms.slashBps, dispute.evidence);
    forReporter = ofOwner * reporterBps / BPS;
    forJurors = ofOwner * terms.jurorBps / BPS;
    rest = taken - forReporter - forJurors;
  }

  /// @dev The digest of an assignment that a coordinator has signed.
  function _digestOf(Assignment calldata assignment, bytes calldata signature)
    private
    view
    returns (bytes32)
  {
    bytes32 structHash = assignment.hash();
    address signer = Messages.signerOf(address(staking), structHash, signature);
    if (signer != assignment.coordinator || _nodeOf(signer).role != Role.Coordinator) {
      revert WrongSigner(signer);
    }
    return Messages.digest(address(staking), structHash);
  }

  /// @dev The node of the miner that the assignment names and that has signed the result.
  function _accused(address miner, bytes32 assignment, bytes32 result, bytes calldata signature)
    private
    view
    returns (uint256)
  {
    address signer = Messages.signerOf(address(staking), Messages.hashResult(assignment, result), signature);
    Node memory node = _nodeOf(signer);
    if (signer != miner || node.role != Role.Miner) revert WrongSigner(signer);
    return node.id;
  }

  /// @dev A case that is not settled, and the round it is in.
  function _open(uint256 caseId) private view returns (Case storage dispute, uint256 round) {
    dispute = _cases[caseId];
    if (dispute.reporter == address(0)) revert UnknownCase(caseId);
    if (dispute.settled) revert TooLate();
    round = dispute.currentRound();
  }

  /// @dev The last jury that came to a verdict.
  function _decisive(Case storage dispute) private view returns (Jury storage) {
    return dispute.juries[dispute.decisiveRound(terms)];
  }
}
