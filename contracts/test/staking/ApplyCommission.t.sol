// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Commission } from "../../src/staking/Commission.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract ApplyCommissionTest is Fixture {
  uint256 private constant RATE = 1e18;
  uint256 private constant DUST = 10;
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_risesAfterItsNotice(uint16 bps, uint256 early) public {
    bps = uint16(_bound(bps, 1_001, 5_000));
    uint256 effectiveAt = block.timestamp + COOL_DOWN;
    vm.expectEmit(address(staking));
    emit Commission.CommissionAnnounced(id, bps, effectiveAt);
    setCommission(alice, id, bps);
    assertEq(staking.node(id).commissionBps, 1_000);
    (uint16 announced, uint48 since) = staking.announcedCommission(id);
    assertEq(announced, bps);
    assertEq(since, effectiveAt);

    vm.warp(_bound(early, block.timestamp, effectiveAt - 1));
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, effectiveAt));
    staking.applyCommission(id);
    vm.warp(effectiveAt);
    vm.expectEmit(address(staking));
    emit Commission.CommissionSet(id, bps);
    staking.applyCommission(id);
    assertEq(staking.node(id).commissionBps, bps);
    (announced, since) = staking.announcedCommission(id);
    assertEq(announced + since, 0);
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, 0));
    staking.applyCommission(id);
  }

  function test_aNewCommissionIsNotForThePast() public {
    setCommission(alice, id, 0);
    vote(bob, id, MINER_MINIMUM);
    setCommission(alice, id, 5_000);
    skip(COOL_DOWN - 12 hours);
    fund(RATE * 1 days, 1 days);
    skip(12 hours);
    staking.applyCommission(id);
    assertApproxEqAbs(earned(bob, id), RATE * 6 hours, DUST);
    skip(12 hours);
    assertApproxEqAbs(earned(bob, id), RATE * 9 hours, DUST);
    setCommission(alice, id, 0);
    assertApproxEqAbs(earned(bob, id), RATE * 9 hours, DUST);
    assertApproxEqAbs(earned(alice, id), RATE * 15 hours, DUST);
  }

  function test_nobodyAppliesItToNothing() public {
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.applyCommission(9);
  }

  /// @dev An owner cannot keep one announced for good, to apply it at a moment of its choice.
  function test_anAnnouncementLapses() public {
    setCommission(alice, id, 5_000);
    skip(2 * COOL_DOWN + 1);
    vm.expectRevert(
      abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, vm.getBlockTimestamp() - COOL_DOWN - 1)
    );
    staking.applyCommission(id);
    (uint16 announced, uint48 since) = staking.announcedCommission(id);
    assertEq(announced + since, 0);
    rewind(1);
    staking.applyCommission(id);
    assertEq(staking.node(id).commissionBps, 5_000);
  }
}
