// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Messages } from "../../src/disputes/Messages.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract OpenTest is JuriesFixture {
  function test_aCaseNeedsSignedWorkInTime() public {
    uint256 id = open();
    bytes32 structHash = Messages.hash(assignment);
    bytes32 digest = Messages.digest(address(staking), structHash);
    bytes memory signature = signProtocol(coordinatorKey, structHash);
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    juries.open(assignment, signature, RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, vm.addr(accusedKey)));
    juries.open(assignment, signProtocol(accusedKey, structHash), RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, coordinator));
    juries.open(assignment, signature, RESULT, signResult(coordinatorKey, digest, RESULT));
    vm.warp(assignment.expiry + 1 days);
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    juries.open(assignment, signature, RESULT, resultSignature);
    skip(1);
    vm.expectRevert(Juries.TooLate.selector);
    juries.open(assignment, signature, RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.UnknownCase.selector, id + 1));
    juries.settle(id + 1);
  }
}
