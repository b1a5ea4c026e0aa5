// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract PauseEntryTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    fund(1_000e18, 1 days);
    vote(bob, id, 10e18);
    giveAndStake(bob, 5e18);
    give(bob, 7e18);
  }

  function pause(bool paused) private {
    vm.expectEmit(address(staking));
    emit Pools.EntryPaused(paused);
    vm.prank(admin);
    staking.pauseEntry(paused);
    assertEq(staking.entryPaused(), paused);
  }

  function test_everyWayInIsShutAndOpensAgain() public {
    pause(true);
    (address operator, uint256 key) = makeAddrAndKey("another");
    bytes memory consent = signConsent(key, bob, Role.Miner, operator, block.timestamp);
    vm.startPrank(bob);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.stake(1);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.vote(id, 1);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.moveVote(id, id, 1);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.compound(single(0), 0);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.rebond(1);
    vm.expectRevert(Pools.EntryIsPaused.selector);
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "", block.timestamp, consent);
    vm.stopPrank();

    pause(false);
    vm.startPrank(bob);
    staking.stake(1);
    staking.vote(id, 1);
  }

  function test_everyWayOutStaysOpen() public {
    skip(1 hours);
    pause(true);
    vm.startPrank(bob);
    assertGt(staking.claim(single(id), bob), 0);
    uint256 fromNode = staking.unvote(id, 10e18);
    uint256 fromIdle = staking.unstake(5e18);
    staking.restake(fromIdle);
    fromIdle = staking.unstake(5e18);
    skip(COOL_DOWN);
    staking.withdraw(fromNode, bob);
    staking.withdraw(fromIdle, bob);
    vm.stopPrank();
    assertGe(cai.balanceOf(bob), 22e18);
    vm.prank(alice);
    staking.retire(id);
  }

  function test_onlyTheAuthorityPauses() public {
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
    staking.pauseEntry(true);
  }
}
