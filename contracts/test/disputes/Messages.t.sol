// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { BlockHeader } from "../../src/disputes/BlockHeader.sol";
import { Assignment, Messages, TaskResult } from "../../src/disputes/Messages.sol";
import { Test } from "../Test.sol";

/// @dev Compares with messages that the protocol's own code signed, and with a header from a real chain.
contract MessagesTest is Test {
  string private json;

  function setUp() public {
    json = vm.readFile("contracts/test/vectors/disputes.json");
    vm.chainId(vm.parseJsonUint(json, ".chainId"));
  }

  function digestOf(bytes32 structHash) private view returns (bytes32) {
    return
      MessageHashUtils.toTypedDataHash(Messages.domain(vm.parseJsonAddress(json, ".staking")), structHash);
  }

  function test_assignmentsAreHashedAsTheyAreSigned() public view {
    Assignment memory assignment = Assignment({
      taskId: vm.parseJsonBytes32(json, ".assignment.taskId"),
      coordinator: vm.parseJsonAddress(json, ".assignment.coordinator"),
      miner: vm.parseJsonAddress(json, ".assignment.miner"),
      attempt: uint32(vm.parseJsonUint(json, ".assignment.attempt")),
      rosterBlock: uint64(vm.parseJsonUint(json, ".assignment.rosterBlock")),
      beacon: vm.parseJsonBytes32(json, ".assignment.beacon"),
      passed: keccak256(vm.parseJsonBytes(json, ".passed")),
      unitPrice: vm.parseJsonUint(json, ".assignment.unitPrice"),
      expiry: uint64(vm.parseJsonUint(json, ".assignment.expiry"))
    });
    bytes32 digest = digestOf(Messages.hash(assignment));
    assertEq(digest, vm.parseJsonBytes32(json, ".digest"));
    bytes memory signature = vm.parseJsonBytes(json, ".assignment.signature");
    assertEq(ECDSA.recover(digest, signature), assignment.coordinator);
  }

  function test_resultsAreHashedAsTheyAreSigned() public view {
    TaskResult memory result = TaskResult({
      result: vm.parseJsonBytes32(json, ".result.hash"),
      units: uint32(vm.parseJsonUint(json, ".result.units")),
      trace: vm.parseJsonBytes32(json, ".result.trace")
    });
    bytes32 structHash = Messages.hash(result, vm.parseJsonBytes32(json, ".digest"));
    bytes memory signature = vm.parseJsonBytes(json, ".result.signature");
    assertEq(
      ECDSA.recover(digestOf(structHash), signature), vm.parseJsonAddress(json, ".assignment.coordinator")
    );
  }

  function test_aChainsOwnHeaderIsRead() public view {
    (uint256 number, uint256 timestamp) =
      BlockHeader.read(vm.parseJsonBytes(json, ".block.header"), vm.parseJsonBytes32(json, ".block.hash"));
    assertEq(number, vm.parseJsonUint(json, ".block.number"));
    assertEq(timestamp, vm.parseJsonUint(json, ".block.timestamp"));
  }
}
