// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @notice A coordinator's assignment of a task to a miner, as it signs it.
/// @param passed keccak256 of the operators that were passed over before the miner, 20 bytes each.
/// @param beacon Hash of the block `rosterBlock`, whose weights the lottery was drawn with.
struct Assignment {
  bytes32 taskId;
  address coordinator;
  address miner;
  uint32 attempt;
  uint64 rosterBlock;
  bytes32 beacon;
  bytes32 passed;
  uint256 unitPrice;
  uint64 expiry;
}

/// @notice A miner's result for an assignment, as it signs it.
/// @param result keccak256 of the result's bytes.
/// @param units What it is paid for: scheduler steps or tokens.
/// @param trace Merkle root over the work's intermediate values; 0 where none is kept.
struct TaskResult {
  bytes32 result;
  uint32 units;
  bytes32 trace;
}

/// @notice A result with its miner's signature.
struct SignedResult {
  TaskResult result;
  bytes signature;
}

/// @title The EIP-712 hashes of the messages that operator keys sign off chain.
library Messages {
  bytes32 internal constant DOMAIN_TYPEHASH =
    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  bytes32 internal constant ASSIGNMENT_TYPEHASH = keccak256(
    "Assignment(bytes32 taskId,address coordinator,address miner,uint32 attempt,uint64 rosterBlock,bytes32 beacon,bytes32 passed,uint256 unitPrice,uint64 expiry)"
  );
  bytes32 internal constant TASK_RESULT_TYPEHASH =
    keccak256("TaskResult(bytes32 assignment,bytes32 result,uint32 units,bytes32 trace)");

  /// @notice The EIP-712 domain of the protocol's messages. Its verifying contract is the staking contract,
  /// whichever contract checks them.
  function domain(address staking) internal view returns (bytes32) {
    return keccak256(
      abi.encode(DOMAIN_TYPEHASH, keccak256("Cuckoo Protocol"), keccak256("1"), block.chainid, staking)
    );
  }

  function hash(Assignment memory assignment) internal pure returns (bytes32) {
    return keccak256(abi.encode(ASSIGNMENT_TYPEHASH, assignment));
  }

  /// @param assignment The digest of the assignment.
  function hash(TaskResult memory result, bytes32 assignment) internal pure returns (bytes32) {
    return keccak256(abi.encode(TASK_RESULT_TYPEHASH, assignment, result));
  }

  /// @notice The digest that a message's signature covers; it identifies the message.
  function digest(address staking, bytes32 structHash) internal view returns (bytes32) {
    return MessageHashUtils.toTypedDataHash(domain(staking), structHash);
  }

  /// @notice The key that signed a message; reverts if no key can have made the signature.
  function signerOf(address staking, bytes32 structHash, bytes calldata signature)
    internal
    view
    returns (address)
  {
    return ECDSA.recoverCalldata(digest(staking, structHash), signature);
  }
}
