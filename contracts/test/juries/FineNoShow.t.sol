// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Terms } from "../../src/disputes/Jury.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract FineNoShowTest is JuriesFixture {
  function test_whoIsDrawnAndDoesNotRevealIsFinedOnce() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 1; i < ids.length; i++) {
      commit(id, 0, ids[i], true);
    }
    skip(STEP);
    for (uint256 i = 1; i < ids.length; i++) {
      juries.reveal(id, ids[i], true, SALT);
    }
    vm.expectRevert(Juries.TooEarly.selector);
    juries.fineNoShow(id, 0, ids[0]);
    skip(STEP);
    vm.prank(bob);
    juries.fineNoShow(id, 0, ids[0]);
    assertEq(staking.node(ids[0]).assets, 2 * MINER_MINIMUM - NO_SHOW);
    assertEq(cai.balanceOf(bob), NO_SHOW / 10);
    assertEq(cai.balanceOf(treasury), NO_SHOW - NO_SHOW / 10);
    bytes32 evidence = keccak256(abi.encode(id, uint256(0), ids[0]));
    vm.expectRevert(abi.encodeWithSelector(Penalty.AlreadyPunished.selector, evidence));
    juries.fineNoShow(id, 0, ids[0]);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[1]));
    juries.fineNoShow(id, 0, ids[1]);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotDrawn.selector, id, accused));
    juries.fineNoShow(id, 0, accused);
  }

  /// @dev Under terms with a fine of 0 wei and of 1 wei.
  function test_aNoShowOfSmallTerms() public {
    for (uint96 penalty = 0; penalty < 2; penalty++) {
      Terms memory terms = termsOf();
      terms.noShowPenalty = penalty;
      juries = new Juries(staking, treasury, REPORTER_BPS, terms);
      vm.prank(admin);
      authority.grantRole(DISPUTES_ROLE, address(juries), 0);
      vm.prank(reporter);
      cai.approve(address(juries), BOND);
      uint256 id = open();
      draw(id, keccak256("a block"));
      uint256 absent = drawn(id, 0)[0];
      uint256 there = staking.node(absent).assets;
      uint256 start = block.timestamp;
      vm.warp(start + 2 * STEP);
      juries.fineNoShow(id, 0, absent);
      assertEq(staking.node(absent).assets, there - penalty);
      assertEq(cai.balanceOf(treasury), penalty);
      vm.warp(start);
    }
  }
}
