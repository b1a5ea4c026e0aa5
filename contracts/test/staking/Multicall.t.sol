// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract MulticallTest is Fixture {
  bytes[] private calls;

  function setUp() public override {
    super.setUp();
    giveAndStake(alice, 3e18);
    give(alice, 4e18);
    calls.push(abi.encodeCall(staking.stake, (4e18)));
  }

  function test_callsAreTheCallers() public {
    calls.push(abi.encodeCall(staking.unstake, (6e18)));
    vm.prank(alice);
    staking.multicall(calls);
    assertEq(staking.idleOf(alice), 1e18);
    assertEq(staking.exitsOf(alice)[0].amount, 6e18);
  }

  function test_oneThatFailsUndoesAllAndSaysWhy() public {
    calls.push(abi.encodeCall(staking.unstake, (8e18)));
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, 7e18, 8e18));
    staking.multicall(calls);
    assertEq(staking.idleOf(alice), 3e18);
  }

  function test_oneThatFailsWithoutAReasonUndoesAllToo() public {
    calls.push("no such function");
    vm.prank(alice);
    vm.expectRevert(bytes(""));
    staking.multicall(calls);
    assertEq(staking.idleOf(alice), 3e18);
  }

  function test_noCallsAreFine() public {
    staking.multicall(new bytes[](0));
  }
}
