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
/// @notice An assignment is drawn in the second of its epoch's block. The keys of its coordinator and its miner must
/// have served in that second or in a part of it, so a key that was replaced signs away nothing that came later.
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

  /// @dev The digest of an assignment that its coordinator signed while its key was in service, and when its
  /// lottery was drawn.
  function _assigned(AssignmentProof calldata proof) internal view returns (bytes32 digest, uint256 drawnAt) {
    Assignment calldata assignment = proof.assignment;
    drawnAt = _drawnAt(assignment, proof.header);
    digest = _signed(assignment, proof.signature);
    _nodeAt(assignment.coordinator, Role.Coordinator, drawnAt);
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

  /// @dev The miner node whose key was in service when the lottery was drawn.
  function _minerAt(address miner, uint256 drawnAt) internal view returns (uint256 nodeId) {
    return _nodeAt(miner, Role.Miner, drawnAt);
  }

  /// @dev The node that a key served in a second, or in a part of it.
  function _nodeAt(address operator, Role role, uint256 timestamp) internal view returns (uint256 nodeId) {
    nodeId = staking.operators().servedAt(operator, timestamp.toUint48());
    if (nodeId == 0 || staking.node(nodeId).role != role) revert NotInService(operator, role, timestamp);
  }

  /// @param assignment The digest of the assignment that the result is for.
  function _requireResult(address miner, bytes32 assignment, SignedResult calldata signed) internal view {
    _requireSigner(signed.result.hash(assignment), signed.signature, miner);
  }

  function _requireSigner(bytes32 structHash, bytes calldata signature, address named) private view {
    address signer = Messages.signerOf(address(staking), structHash, signature);
    if (signer != named) revert WrongSigner(signer, named);
  }

  function _drawnAt(Assignment calldata assignment, bytes calldata header) private view returns (uint256) {
    uint256 number = assignment.rosterBlock;
    if (!epochs.isEpoch(number)) revert NotAnEpoch(number);
    if (assignment.beacon != epochs.hashOf(number)) revert WrongBeacon(number, assignment.beacon);
    return epochs.timeOf(number, header);
  }
}
