// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Verdict } from "../../src/disputes/Jury.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract RevealTest is JuriesFixture {
  function test_aSealedVoteIsOpenedOnceAsItWasSealedAndInTime() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256 one = drawn(id, 0)[0];
    commit(id, 0, one, true);
    vm.expectRevert(Juries.TooEarly.selector);
    juries.reveal(id, one, true, SALT);
    skip(STEP);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, one, false, SALT);
    vm.expectEmit(address(juries));
    emit Juries.Revealed(id, 0, one, Verdict.Wrong);
    juries.reveal(id, one, true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, one, true, SALT);
    skip(STEP);
    vm.expectRevert(Juries.TooLate.selector);
    juries.reveal(id, one, true, SALT);
  }
}
