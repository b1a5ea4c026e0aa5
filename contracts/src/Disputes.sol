// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Lottery } from "./Lottery.sol";
import { Staking } from "./Staking.sol";
import { BlockHeader } from "./disputes/BlockHeader.sol";
import { Assignment, Messages } from "./disputes/Messages.sol";
import { Penalty } from "./disputes/Penalty.sol";
import { Node, Role } from "./staking/Node.sol";

/// @title Slashes nodes for faults that signatures alone prove.
/// @notice Covers two faults: a miner signs two results for one assignment, or a coordinator assigns a task
/// past a miner that the lottery calls first. The key at fault has signed the evidence, so no jury is needed.
/// @dev A block's time is known to the second only. If one of the weights in question changed in that second,
/// the evidence is refused.
contract Disputes is Penalty {
  using Messages for Assignment;
  using SafeCast for uint256;

  uint256 private constant ADDRESS_BYTES = 20;

  /// @notice A miner's penalty for two results, in basis points of its stake.
  uint16 public immutable equivocationBps;
  /// @notice A coordinator's penalty for a wrong assignment, in basis points of its stake.
  uint16 public immutable wrongAssignmentBps;
  /// @notice Seconds in which a fault can be reported, counted from the block of a wrong assignment, or from
  /// the expiry of an assignment with two results. Shorter than the stake's cool-down, so that what was at
  /// stake can still be slashed.
  uint64 public immutable evidenceWindow;

  error AssignmentIsRight(address called);
  error EvidenceTooOld(uint256 timestamp, uint256 window);
  /// @notice The evidence proves nothing about `timestamp`: `operator` is not the key of a miner that it
  /// served before then, or its weight changed in that second.
  error Inconclusive(address operator, uint256 timestamp);
  error NotACoordinator(address operator);
  error SameResult(bytes32 result);
  error UnknownOperator(address operator);
  error WindowTooLong(uint256 window, uint256 coolDown);
  error WrongBlock(uint256 number, uint256 rosterBlock);
  error WrongPassed(bytes32 passed);
  error WrongSigner(address recovered, address named);

  constructor(
    Staking staking_,
    address treasury_,
    uint16 reporterBps_,
    uint16 equivocationBps_,
    uint16 wrongAssignmentBps_,
    uint64 evidenceWindow_
  ) Penalty(staking_, treasury_, reporterBps_) {
    if (equivocationBps_ > BPS) revert PartTooHigh(equivocationBps_, BPS);
    if (wrongAssignmentBps_ > BPS) revert PartTooHigh(wrongAssignmentBps_, BPS);
    uint256 coolDown = staking_.coolDown();
    if (evidenceWindow_ >= coolDown) revert WindowTooLong(evidenceWindow_, coolDown);
    equivocationBps = equivocationBps_;
    wrongAssignmentBps = wrongAssignmentBps_;
    evidenceWindow = evidenceWindow_;
  }

  /// @notice Slashes the miner of an assignment whose operator key signed two different results for it. One
  /// assignment is punished once, however many results there are.
  /// @dev Needs no signature of the coordinator: both results name the assignment, so their signer is at
  /// fault whoever made the assignment up.
  function reportTwoResults(
    Assignment calldata assignment,
    bytes32 resultA,
    bytes calldata signatureA,
    bytes32 resultB,
    bytes calldata signatureB
  ) external {
    if (resultA == resultB) revert SameResult(resultA);
    _requireFresh(assignment.expiry);
    address miner = assignment.miner;
    uint256 nodeId = staking.nodeIdOf(miner);
    if (nodeId == 0) revert UnknownOperator(miner);
    bytes32 digest = Messages.digest(address(staking), assignment.hash());
    _requireResult(miner, digest, resultA, signatureA);
    _requireResult(miner, digest, resultB, signatureB);
    _punish(nodeId, equivocationBps, digest);
  }

  /// @notice Slashes the coordinator of an assignment that does not follow the lottery. Either `called` comes
  /// before the miner and is not listed in `passed`, or it is listed and does not come before the miner.
  /// @param passed The operators that were passed over, 20 bytes each; their hash is `assignment.passed`.
  /// @param header The RLP-encoded header of the block whose hash is `assignment.beacon`.
  function reportWrongAssignment(
    Assignment calldata assignment,
    bytes calldata signature,
    bytes calldata passed,
    bytes calldata header,
    address called
  ) external {
    bytes32 structHash = assignment.hash();
    address signer = Messages.signerOf(address(staking), structHash, signature);
    if (signer != assignment.coordinator) revert WrongSigner(signer, assignment.coordinator);
    uint256 nodeId = staking.nodeIdOf(signer);
    if (staking.node(nodeId).role != Role.Coordinator) revert NotACoordinator(signer);
    if (keccak256(passed) != assignment.passed) revert WrongPassed(assignment.passed);

    uint256 drawnAt = _momentOf(assignment, header);
    bool first = _comesBefore(assignment, called, drawnAt);
    if (first == _contains(passed, called)) revert AssignmentIsRight(called);
    _punish(nodeId, wrongAssignmentBps, structHash);
  }

  /// @dev When the lottery was drawn: the time of the block that the coordinator has signed for.
  function _momentOf(Assignment calldata assignment, bytes calldata header)
    private
    view
    returns (uint256 timestamp)
  {
    uint256 number;
    (number, timestamp) = BlockHeader.read(header, assignment.beacon);
    if (number != assignment.rosterBlock) revert WrongBlock(number, assignment.rosterBlock);
    _requireFresh(timestamp);
  }

  /// @dev Within the window, nobody who was at stake at that time can have withdrawn yet.
  function _requireFresh(uint256 timestamp) private view {
    if (block.timestamp > timestamp + evidenceWindow) revert EvidenceTooOld(timestamp, evidenceWindow);
  }

  function _requireResult(address miner, bytes32 assignment, bytes32 result, bytes calldata signature)
    private
    view
  {
    address signer = Messages.signerOf(address(staking), Messages.hashResult(assignment, result), signature);
    if (signer != miner) revert WrongSigner(signer, miner);
  }

  function _comesBefore(Assignment calldata assignment, address called, uint256 drawnAt)
    private
    view
    returns (bool)
  {
    uint256 calledNode = staking.nodeIdOf(called);
    Node memory node = staking.node(calledNode);
    // Only current keys are known here; a key bound or replaced since then proves nothing about that moment.
    bool present = node.operator == called && staking.operatorSince(calledNode) < drawnAt;
    if (node.role != Role.Miner || !present) revert Inconclusive(called, drawnAt);
    address miner = assignment.miner;
    uint256 minerNode = staking.nodeIdOf(miner);
    // A node has one place in the draw, whichever of its keys the assignment names.
    if (calledNode == minerNode) revert AssignmentIsRight(called);
    bool isMiner = staking.node(minerNode).role == Role.Miner;
    return Lottery.beats(
      keccak256(abi.encodePacked(assignment.beacon, assignment.taskId)),
      calledNode,
      _steadyWeight(calledNode, called, drawnAt),
      minerNode,
      isMiner ? _steadyWeight(minerNode, miner, drawnAt) : 0
    );
  }

  /// @dev The node's weight, if it was the same throughout the second: a block may end anywhere in it.
  function _steadyWeight(uint256 nodeId, address operator, uint256 timestamp) private view returns (uint128) {
    uint256 weight = staking.weightAt(nodeId, timestamp.toUint48());
    if (staking.weightAt(nodeId, (timestamp - 1).toUint48()) != weight) {
      revert Inconclusive(operator, timestamp);
    }
    return weight.toUint128();
  }

  function _contains(bytes calldata passed, address operator) private pure returns (bool found) {
    for (uint256 i = 0; i + ADDRESS_BYTES <= passed.length; i += ADDRESS_BYTES) {
      if (address(bytes20(passed[i:i + ADDRESS_BYTES])) == operator) return true;
    }
  }
}
