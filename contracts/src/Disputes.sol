// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Epochs } from "./Epochs.sol";
import { Lottery } from "./Lottery.sol";
import { Slasher } from "./Slasher.sol";
import { AssignmentEvidence, AssignmentProof } from "./disputes/AssignmentEvidence.sol";
import { Assignment, SignedResult } from "./disputes/Messages.sol";
import { Role } from "./staking/Node.sol";

/// @notice What the objective faults cost, and how long they can be reported.
/// @param reporterBps The reporter's part of the owner's loss, in basis points.
/// @param twoResultsBps A miner's penalty for two results, in basis points of its stake.
/// @param wrongDrawBps A coordinator's penalty for a wrong assignment, in basis points of its stake.
/// @param evidenceSeconds How long after its lottery an assignment is evidence. Shorter than the stake's cool-down,
/// so that what was at stake can still be slashed.
/// @param assignmentSeconds The most that an assignment's expiry may lie after its lottery.
struct Faults {
  uint16 reporterBps;
  uint16 twoResultsBps;
  uint16 wrongDrawBps;
  uint64 evidenceSeconds;
  uint64 assignmentSeconds;
}

/// @notice A miner in the lottery, with the least and the greatest weight that it had in that second.
struct Entrant {
  uint256 nodeId;
  uint128 least;
  uint128 most;
}

/// @title Slashes nodes for faults that signatures alone prove.
/// @notice The key at fault has signed the evidence, so no jury is needed. A miner may not
/// sign two results for one assignment. A coordinator may not assign past the miner that the lottery calls first,
/// draw a task twice, nor draw with a block that is not an epoch's, not of this chain, or old.
contract Disputes is AssignmentEvidence {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  uint256 private constant BPS = 10_000;
  uint256 private constant ADDRESS_BYTES = 20;

  Slasher public immutable slasher;
  Faults public faults;

  /// @notice The evidence shows no fault.
  error AssignmentIsRight(bytes32 assignment);
  error EvidenceTooOld(uint256 timestamp, uint256 evidenceSeconds);
  error OtherTask(bytes32 taskId);
  error PartTooHigh(uint256 bps, uint256 maximum);
  error SameResult(bytes32 result);
  error WindowTooLong(uint256 evidenceSeconds, uint256 coolDown);
  error WrongPassed(bytes32 passed);

  constructor(Slasher slasher_, Epochs epochs_, Faults memory faults_)
    AssignmentEvidence(slasher_.staking(), epochs_)
  {
    uint256 coolDown = staking.coolDown();
    if (faults_.evidenceSeconds >= coolDown) revert WindowTooLong(faults_.evidenceSeconds, coolDown);
    if (faults_.twoResultsBps > BPS) revert PartTooHigh(faults_.twoResultsBps, BPS);
    if (faults_.wrongDrawBps > BPS) revert PartTooHigh(faults_.wrongDrawBps, BPS);
    uint16 mostPaid = slasher_.MAX_PAID_BPS();
    if (faults_.reporterBps > mostPaid) revert PartTooHigh(faults_.reporterBps, mostPaid);
    (slasher, faults) = (slasher_, faults_);
  }

  /// @notice Slashes the miner of an assignment whose operator key signed two different results for it. One
  /// assignment is punished once, however many results there are.
  function reportTwoResults(AssignmentProof calldata proof, SignedResult calldata a, SignedResult calldata b)
    external
  {
    bytes32 result = keccak256(abi.encode(a.result));
    if (result == keccak256(abi.encode(b.result))) revert SameResult(a.result.result);
    (bytes32 digest, uint256 drawnAt) = _fresh(proof);
    address miner = proof.assignment.miner;
    uint256 nodeId = _minerAt(miner, drawnAt);
    _requireResult(miner, digest, a);
    _requireResult(miner, digest, b);
    _punish(nodeId, faults.twoResultsBps, digest);
  }

  /// @notice Slashes the coordinator of an assignment that does not follow the lottery. Either `called` comes
  /// before the miner and is not listed in `passed`, or it is listed and does not come before the miner, or the miner
  /// has no place in the lottery at all, whoever was passed over for it.
  /// @param passed The operators that were passed over, 20 bytes each; their hash is `assignment.passed`.
  function reportWrongOrder(AssignmentProof calldata proof, bytes calldata passed, address called) external {
    Assignment calldata assignment = proof.assignment;
    (bytes32 digest, uint256 drawnAt) = _fresh(proof);
    if (_follows(assignment, passed, called, drawnAt.toUint48())) revert AssignmentIsRight(digest);
    _punish(_coordinatorAt(assignment.coordinator, drawnAt), faults.wrongDrawBps, digest);
  }

  /// @notice Slashes a coordinator that assigned one task by two lotteries.
  function reportTwoDraws(AssignmentProof calldata a, AssignmentProof calldata b) external {
    (bytes32 digest, uint256 drawnAt) = _fresh(a);
    (, uint256 drawnAgainAt) = _fresh(b);
    bytes32 taskId = a.assignment.taskId;
    if (b.assignment.taskId != taskId) revert OtherTask(b.assignment.taskId);
    uint256 nodeId = _coordinatorAt(a.assignment.coordinator, drawnAt);
    bool sameNode = nodeId == _coordinatorAt(b.assignment.coordinator, drawnAgainAt);
    if (!sameNode || a.assignment.rosterBlock == b.assignment.rosterBlock) revert AssignmentIsRight(digest);
    _punish(nodeId, faults.wrongDrawBps, keccak256(abi.encode(nodeId, taskId)));
  }

  /// @notice Slashes a coordinator that drew with a block that no lottery may use: its number is not an epoch's, its
  /// hash is not that of the chain's block, or it is still to come.
  /// @dev A reorganisation makes a hash wrong, so coordinators wait for an epoch's block to settle.
  /// @param header The RLP-encoded header of the chain's block of that number; nothing if it is still to come.
  function reportWrongBeacon(Assignment calldata assignment, bytes calldata signature, bytes calldata header)
    external
  {
    uint256 number = assignment.rosterBlock;
    bool isToCome = number >= block.number;
    uint256 minedAt = isToCome ? block.timestamp : epochs.timeOf(number, header);
    bool isItsHash = !isToCome && assignment.beacon == epochs.hashOf(number);
    _punishUnless(isItsHash && epochs.isEpoch(number), assignment, signature, minedAt);
  }

  /// @notice Slashes a coordinator that drew with an old block: even a later one, which `number` and `header` show, is
  /// too old for the assignment's expiry.
  function reportStaleDraw(
    Assignment calldata assignment,
    bytes calldata signature,
    uint64 number,
    bytes calldata header
  ) external {
    uint256 minedAt = epochs.timeOf(number, header);
    bool inTime = assignment.expiry <= minedAt + faults.assignmentSeconds;
    _punishUnless(number < assignment.rosterBlock || inTime, assignment, signature, minedAt);
  }

  /// @dev As `_assigned`, within the window.
  function _fresh(AssignmentProof calldata proof) private view returns (bytes32 digest, uint256 drawnAt) {
    (digest, drawnAt) = _assigned(proof);
    _requireFresh(drawnAt);
  }

  /// @dev Within the window, nobody who was at stake at that time can have withdrawn yet.
  function _requireFresh(uint256 timestamp) private view {
    uint256 evidenceSeconds = faults.evidenceSeconds;
    if (block.timestamp > timestamp + evidenceSeconds) revert EvidenceTooOld(timestamp, evidenceSeconds);
  }

  /// @dev Whether the node of `called` goes first only if it was listed: with some weights that the two had in that
  /// second if it was, else with all. Either way the coordinator has the benefit of the doubt.
  function _follows(Assignment calldata assignment, bytes calldata passed, address called, uint48 drawnAt)
    private
    view
    returns (bool)
  {
    Entrant memory miner = _entrantAt(assignment.miner, drawnAt);
    // No stake is behind its result, so nothing justifies this choice: its coordinator need not show the list.
    if (miner.most == 0) return false;
    if (keccak256(passed) != assignment.passed) revert WrongPassed(assignment.passed);
    bool listed = _contains(passed, called);
    _minerAt(called, drawnAt);
    // If its key changed in that second, `passed` may rightly name the node's other key.
    (, uint256 since, uint256 until) = staking.operators().serviceOf(called);
    if (since == drawnAt || until == drawnAt) revert NotInService(called, Role.Miner, drawnAt);
    Entrant memory other = _entrantAt(called, drawnAt);
    if (other.nodeId == miner.nodeId) return !listed;
    uint128 otherWeight = listed ? other.most : other.least;
    uint128 minerWeight = listed ? miner.least : miner.most;
    return Lottery.beats(_seed(assignment), other.nodeId, otherWeight, miner.nodeId, minerWeight) == listed;
  }

  /// @dev The miner that a key served in that second. A node has one place in the lottery, whichever of its keys is
  /// named; who served none has no weight.
  function _entrantAt(address operator, uint48 drawnAt) private view returns (Entrant memory) {
    uint256 nodeId = staking.operators().servedAt(operator, drawnAt);
    if (staking.node(nodeId).role != Role.Miner) return Entrant(0, 0, 0);
    (uint256 least, uint256 most) = staking.weightRangeAt(nodeId, drawnAt);
    return Entrant(nodeId, least.toUint128(), most.toUint128());
  }

  function _seed(Assignment calldata assignment) private pure returns (bytes32) {
    return keccak256(abi.encodePacked(assignment.beacon, assignment.taskId));
  }

  /// @param minedAt The time of the block that shows the fault, which stands for that of the draw.
  function _punishUnless(
    bool isRight,
    Assignment calldata assignment,
    bytes calldata signature,
    uint256 minedAt
  ) private {
    bytes32 digest = _signed(assignment, signature);
    if (isRight) revert AssignmentIsRight(digest);
    _requireFresh(minedAt);
    _punish(_coordinatorAt(assignment.coordinator, minedAt), faults.wrongDrawBps, digest);
  }

  function _punish(uint256 nodeId, uint16 bps, bytes32 evidence) private {
    (, uint256 paid) = slasher.convict(nodeId, bps, evidence, faults.reporterBps);
    if (paid != 0) slasher.token().safeTransfer(msg.sender, paid);
  }

  function _contains(bytes calldata passed, address operator) private pure returns (bool found) {
    for (uint256 i = 0; i + ADDRESS_BYTES <= passed.length; i += ADDRESS_BYTES) {
      if (address(bytes20(passed[i:i + ADDRESS_BYTES])) == operator) return true;
    }
  }
}
