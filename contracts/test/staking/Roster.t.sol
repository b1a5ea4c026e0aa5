// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Node, Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract RosterTest is Fixture {
  function setUp() public override {
    super.setUp();
    for (uint256 i = 0; i < 5; i++) {
      registerNode(alice, string(abi.encodePacked("miner", i)), Role.Miner, 0, MINER_MINIMUM);
    }
    registerNode(bob, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
  }

  function testFuzz_pagesHoldEveryLiveNodeOfTheRoleOnce(uint256 limit, uint8 retired) public {
    limit = _bound(limit, 1, 8);
    uint256 live = 0;
    for (uint256 id = 1; id <= 5; id++) {
      if (retired >> id & 1 == 0) {
        live++;
      } else {
        vm.prank(alice);
        staking.retire(id);
      }
    }
    uint256 cursor = 0;
    uint256 last = 0;
    uint256 seen = 0;
    do {
      Node[] memory page;
      (page, cursor) = staking.roster(Role.Miner, cursor, limit);
      assertLe(page.length, limit);
      for (uint256 i = 0; i < page.length; i++) {
        assertGt(page[i].id, last);
        assertFalse(page[i].retired);
        assertEq(page[i].weight, MINER_MINIMUM);
        last = page[i].id;
        seen++;
      }
    } while (cursor != 0);
    assertEq(seen, live);
  }

  function test_aJailedNodeStaysOnItsPage() public {
    jail(2, uint64(block.timestamp + 1));
    (Node[] memory page,) = staking.roster(Role.Miner, 0, 5);
    assertEq(page.length, 5);
    assertEq(page[1].id, 2);
    assertFalse(page[1].active);
  }

  function test_retiredNodesMakeAPageShorter_notLonger() public {
    vm.prank(alice);
    staking.retire(1);
    (Node[] memory page, uint256 next) = staking.roster(Role.Miner, 0, 2);
    assertEq(page.length, 1);
    assertEq(page[0].id, 2);
    assertEq(next, 2);
  }

  function test_rolesAreApart() public view {
    (Node[] memory page, uint256 next) = staking.roster(Role.Coordinator, 0, 100);
    assertEq(page.length, 1);
    assertEq(page[0].owner, bob);
    assertEq(next, 0);
  }

  function test_anyLimitAndCursorAreSafe() public {
    (Node[] memory page, uint256 next) = staking.roster(Role.Miner, 3, type(uint256).max);
    assertEq(page.length, 2);
    assertEq(next, 0);
    (page, next) = staking.roster(Role.Miner, type(uint256).max, 1);
    assertEq(page.length + next, 0);
    (page, next) = staking.roster(Role.None, 0, 1);
    assertEq(page.length + next, 0);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.roster(Role.Miner, 0, 0);
  }
}
