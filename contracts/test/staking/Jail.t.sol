// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract JailTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_jailTakesTheWeight(uint64 term) public {
    term = uint64(_bound(term, 1, 3_650 days));
    vote(bob, id, 5e18);
    uint64 until = uint64(block.timestamp + term);
    vm.expectEmit(address(staking));
    emit Penalties.Jailed(id, until);
    jail(id, until);
    assertEq(staking.node(id).jailedUntil, until);
    assertFalse(staking.node(id).active);
    assertEq(staking.weightOf(id), 0);
  }

  function test_jailRefusesThePastAndNobody() public {
    vm.startPrank(admin);
    vm.expectRevert(
      abi.encodeWithSelector(Penalties.JailInThePast.selector, block.timestamp, block.timestamp)
    );
    staking.jail(id, uint64(block.timestamp));
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.jail(5, uint64(block.timestamp + 1));
  }

  function test_aCoordinatorsWeightCountsForItsRole() public {
    id = registerNode(bob, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    assertEq(staking.totalWeight(Role.Coordinator), COORDINATOR_MINIMUM);
    jail(id, uint64(block.timestamp + 1));
    assertEq(staking.totalWeight(Role.Coordinator), 0);
    assertEq(staking.totalWeight(Role.Miner), MINER_MINIMUM);
  }
}
