// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Commission } from "../../src/staking/Commission.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

contract SetCommissionTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_fallsAtOnce(uint16 bps) public {
    bps = uint16(_bound(bps, 0, 1_000));
    vm.expectEmit(address(staking));
    emit Commission.CommissionSet(id, bps);
    setCommission(alice, id, bps);
    assertEq(staking.node(id).commissionBps, bps);
  }

  function testFuzz_isBounded(uint16 bps) public {
    bps = uint16(_bound(bps, 5_001, type(uint16).max));
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionTooHigh.selector, bps, 5_000));
    staking.setCommission(id, bps);
    giveAndStake(bob, MINER_MINIMUM);
    (address operator, uint256 key) = makeAddrAndKey("another");
    bytes memory consent = signConsent(key, bob, Role.Miner, operator, block.timestamp);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionTooHigh.selector, bps, 5_000));
    staking.register(Role.Miner, operator, bps, MINER_MINIMUM, "", block.timestamp, consent);
  }

  function test_aNewAnnouncementStartsTheNoticeAnew() public {
    setCommission(alice, id, 2_000);
    skip(COOL_DOWN - 1);
    setCommission(alice, id, 5_000);
    skip(1);
    vm.expectRevert(
      abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, block.timestamp + COOL_DOWN - 1)
    );
    staking.applyCommission(id);
  }

  function test_aFallWithdrawsTheAnnouncement() public {
    setCommission(alice, id, 5_000);
    setCommission(alice, id, 500);
    skip(COOL_DOWN);
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, 0));
    staking.applyCommission(id);
  }

  function test_theSameIsAFall() public {
    uint16 now_ = staking.node(id).commissionBps;
    setCommission(alice, id, 5_000);
    vm.expectEmit(address(staking));
    emit Commission.CommissionSet(id, now_);
    setCommission(alice, id, now_);
    skip(COOL_DOWN);
    vm.expectRevert(abi.encodeWithSelector(Commission.CommissionNotDue.selector, id, 0));
    staking.applyCommission(id);
  }

  function test_nobodyElseSetsIt() public {
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Commission.NotNodeOwner.selector, id, bob));
    staking.setCommission(id, 0);
  }
}
