// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Staking } from "../../src/Staking.sol";
import { Role } from "../../src/staking/Node.sol";
import { SlasherFixture } from "./SlasherFixture.sol";

contract CapTest is SlasherFixture {
  uint256 private constant PART = COOL_DOWN / 8;
  uint256 private id;
  uint256 private faults;
  uint256[] private takenAt;
  uint256[] private taken;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(bob, id, 9 * MINER_MINIMUM);
    // The first second of a part.
    vm.warp((block.timestamp / PART + 1) * PART);
  }

  function convict(uint16 bps) private returns (uint256 amount) {
    (amount,) = slasher.convict(id, bps, keccak256(abi.encode(++faults)), 0);
  }

  function test_allFaultsTogetherCostTheCap() public {
    uint256 before = within(id);
    for (uint256 i = 0; i < 100; i++) {
      convict(500);
    }
    assertEq(within(id), before - before * CAP_BPS / 10_000);
    assertEq(slasher.slashable(id), 0);
  }

  /// @dev An owner that reports a small fault of its own has used up that much of the cap and no more.
  function test_aSmallFaultLeavesTheLargerOneItsDue() public {
    uint256 before = within(id);
    uint256 small = convict(100);
    assertEq(convict(2_000), (before - small) * 2_000 / 10_000);
  }

  function test_finesCountToo() public {
    uint256 before = within(id);
    slasher.fine(id, before * 2_000 / 10_000, keccak256("fine"), 0);
    assertEq(convict(10_000), before * 1_000 / 10_000);
    (uint256 fined,) = slasher.fine(id, 1e18, keccak256("another"), 0);
    assertEq(fined, 0);
  }

  function test_oneNodesFaultsLeaveTheOthersTheirs() public {
    uint256 other = registerNode(carol, "another operator", staking.node(id).role, 0, MINER_MINIMUM);
    convict(10_000);
    (uint256 amount,) = slasher.convict(other, 500, keccak256("other"), 0);
    assertEq(amount, MINER_MINIMUM * 500 / 10_000);
  }

  function test_aLossCountsUntilACoolDownHasPassedSinceTheEndOfItsPart() public {
    convict(10_000);
    skip(COOL_DOWN + PART - 1);
    assertEq(slasher.slashable(id), 0);
    skip(1);
    assertEq(slasher.slashable(id), within(id) * CAP_BPS / 10_000);
  }

  function test_aLossAtAPartsEndCountsForNoLess() public {
    skip(PART - 1);
    convict(10_000);
    skip(COOL_DOWN);
    assertEq(slasher.slashable(id), 0);
    skip(1);
    assertGt(slasher.slashable(id), 0);
  }

  function test_theCapIsRoundedDown() public {
    vote(bob, id, 1);
    assertEq(convict(10_000), 10 * MINER_MINIMUM * CAP_BPS / 10_000);
  }

  /// @dev Eight parts are a second longer then, not shorter.
  function test_aCoolDownThatDoesNotDivideIsCoveredToo() public {
    uint64 coolDown = COOL_DOWN + 7;
    staking = new Staking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, coolDown);
    deploySlasher();
    id = registerNode(alice, "odd", Role.Miner, 0, MINER_MINIMUM);
    // The last second of a part, if parts were shorter.
    vm.warp((block.timestamp / PART + 1) * PART - 1);
    convict(10_000);
    skip(coolDown - 1);
    assertEq(slasher.slashable(id), 0);
  }

  function test_whatIsGivenBackIsTakenOffTheLatestLoss() public {
    uint256 first = convict(500);
    skip(PART);
    giveBack(convict(500));
    assertEq(slasher.slashable(id), (within(id) + first) * CAP_BPS / 10_000 - first);
    // The first loss counts no more, and the second has gone.
    skip(COOL_DOWN);
    assertEq(slasher.slashable(id), within(id) * CAP_BPS / 10_000);
  }

  function test_whatIsGivenBackIsTakenOffEarlierLossesToo() public {
    uint256 most = slasher.slashable(id);
    uint256 onHold = convict(500);
    skip(PART);
    onHold += convict(500);
    giveBack(onHold);
    assertEq(slasher.slashable(id), most);
  }

  /// @dev Convictions that take nothing prolong the hold for a whole cool-down.
  function test_andOffTheOldestLossThatStillCounts() public {
    uint256 onHold = convict(500);
    for (uint256 i = 0; i < 3; i++) {
      skip(HOLD - 1);
      convict(0);
    }
    skip(COOL_DOWN - 3 * (HOLD - 1));
    giveBack(onHold);
    assertEq(slasher.slashable(id), within(id) * CAP_BPS / 10_000);
  }

  function giveBack(uint256 amount) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount, 0);
  }

  /// @dev Whatever comes when: in no cool-down is more than the cap lost.
  function testFuzz_noCoolDownSeesMoreThanTheCap(uint256[24] memory pauses, uint16[24] memory parts) public {
    for (uint256 i = 0; i < pauses.length; i++) {
      skip(_bound(pauses[i], 0, COOL_DOWN / 3));
      uint256 before = within(id);
      taken.push(convict(uint16(_bound(parts[i], 1, 10_000))));
      takenAt.push(block.timestamp);
      uint256 lost = 0;
      for (uint256 j = 0; j <= i; j++) {
        if (takenAt[j] + COOL_DOWN > block.timestamp) lost += taken[j];
      }
      assertLe(lost, (before + lost) * CAP_BPS / 10_000);
    }
  }
}
