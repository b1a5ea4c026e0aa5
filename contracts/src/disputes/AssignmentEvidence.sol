// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Epochs } from "../Epochs.sol";
import { Staking } from "../Staking.sol";
import { Role } from "../staking/Node.sol";
import { Assignment, Messages, SignedResult, TaskResult } from "./Messages.sol";

/// @notice An assignment, its coordinator's signature, and the RLP-encoded header of its block.
struct AssignmentProof {
  Assignment assignment;
  bytes signature;
  bytes header;
}

/// @title What a signed assignment proves.
/// @notice An assignment is drawn in the second of its epoch's block. The miner's key must have served in that second
/// or in a part of it. The coordinator's may have come later, but not have been replaced before: so a key that was
/// replaced signs away nothing that came later, and a new one answers for each draw that it makes, an old one too.
abstract contract AssignmentEvidence {
  using Messages for Assignment;
  using Messages for TaskResult;
  using SafeCast for uint256;

  Staking public immutable staking;
  Epochs public immutable epochs;

  error NotAnEpoch(uint256 number);
  error NotInService(address operator, Role role, uint256 timestamp);
  error WrongBeacon(uint256 number, bytes32 beacon);
  error WrongSigner(address recovered, address named);

  constructor(Staking staking_, Epochs epochs_) {
    (staking, epochs) = (staking_, epochs_);
  }

  /// @dev The digest of an assignment that its coordinator signed, whose key answers for it, and when its lottery was
  /// drawn.
  function _assigned(AssignmentProof calldata proof) internal view returns (bytes32 digest, uint256 drawnAt) {
    Assignment calldata assignment = proof.assignment;
    drawnAt = _drawnAt(assignment, proof.header);
    digest = _signed(assignment, proof.signature);
    _coordinatorAt(assignment.coordinator, drawnAt);
  }

  /// @dev The digest of an assignment that its coordinator signed, at whatever time.
  function _signed(Assignment calldata assignment, bytes calldata signature)
    internal
    view
    returns (bytes32 digest)
  {
    bytes32 structHash = assignment.hash();
    _requireSigner(structHash, signature, assignment.coordinator);
    digest = Messages.digest(address(staking), structHash);
  }

  /// @dev The node that answers for what a coordinator's key signed by a draw. If only a key of that second did, a
  /// coordinator that takes a new one each 20 minutes could assign each task as it likes.
  function _coordinatorAt(address coordinator, uint256 drawnAt) internal view returns (uint256 nodeId) {
    nodeId = staking.operators().answersAt(coordinator, drawnAt.toUint48());
    _requireRole(nodeId, coordinator, Role.Coordinator, drawnAt);
  }

  /// @dev The miner node that a key served when the lottery was drawn, or in a part of that second.
  function _minerAt(address miner, uint256 drawnAt) internal view returns (uint256 nodeId) {
    nodeId = staking.operators().servedAt(miner, drawnAt.toUint48());
    _requireRole(nodeId, miner, Role.Miner, drawnAt);
  }

  /// @param assignment The digest of the assignment that the result is for.
  function _requireResult(address miner, bytes32 assignment, SignedResult calldata signed) internal view {
    _requireSigner(signed.result.hash(assignment), signed.signature, miner);
  }

  function _requireSigner(bytes32 structHash, bytes calldata signature, address named) private view {
    address signer = Messages.signerOf(address(staking), structHash, signature);
    if (signer != named) revert WrongSigner(signer, named);
  }

  function _requireRole(uint256 nodeId, address operator, Role role, uint256 timestamp) private view {
    if (staking.node(nodeId).role != role) revert NotInService(operator, role, timestamp);
  }

  function _drawnAt(Assignment calldata assignment, bytes calldata header) private view returns (uint256) {
    uint256 number = assignment.rosterBlock;
    if (!epochs.isEpoch(number)) revert NotAnEpoch(number);
    if (assignment.beacon != epochs.hashOf(number)) revert WrongBeacon(number, assignment.beacon);
    return epochs.timeOf(number, header);
  }
}
