// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract PayJurorTest is JuriesFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = open();
  }

  function test_eachOfTheMajorityIsPaidOnceAtItsOwner() public {
    uint256[] memory ids = vote(id, 0, 1);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[1]));
    juries.payJuror(id, ids[1]);
    skip(STEP);
    juries.settle(id);
    uint256 purse = BOND / (ids.length - 1);
    for (uint256 i = 1; i < ids.length; i++) {
      vm.expectEmit(address(juries));
      emit Juries.JurorPaid(id, ids[i], purse);
      juries.payJuror(id, ids[i]);
      assertEq(wealthOf(ids[i]), purse);
      vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[i]));
      juries.payJuror(id, ids[i]);
    }
    assertEq(cai.balanceOf(address(juries)), 0);
  }

  function test_neitherTheMinorityNorWhoDidNotVoteIsPaid() public {
    uint256[] memory ids = vote(id, 0, 1);
    skip(STEP);
    juries.settle(id);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[0]));
    juries.payJuror(id, ids[0]);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, accused));
    juries.payJuror(id, accused);
  }
}
