// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit } from "../../src/staking/Exits.sol";
import { Commission } from "../../src/staking/Commission.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";
import { StakingHandler } from "./StakingHandler.sol";

contract StakingInvariants is Fixture {
  /// @dev The most wei that one action may leave with nobody: a rounding for each holder and pool it touches.
  uint256 private constant MAX_DUST = 8;

  StakingHandler private handler;

  function setUp() public override {
    super.setUp();
    OpenStaking open = new OpenStaking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    staking = open;
    handler = new StakingHandler(cai, open, admin);
    bytes4[] memory actions = new bytes4[](23);
    actions[0] = handler.stake.selector;
    actions[1] = handler.vote.selector;
    actions[2] = handler.unvote.selector;
    actions[3] = handler.unstake.selector;
    actions[4] = handler.withdraw.selector;
    actions[5] = handler.restake.selector;
    actions[6] = handler.claimFrom.selector;
    actions[7] = handler.register.selector;
    actions[8] = handler.setCommission.selector;
    actions[9] = handler.retire.selector;
    actions[10] = handler.slash.selector;
    actions[11] = handler.jail.selector;
    actions[12] = handler.unjail.selector;
    actions[13] = handler.fundMore.selector;
    actions[14] = handler.pass.selector;
    actions[15] = handler.moveVote.selector;
    actions[16] = handler.compound.selector;
    actions[17] = handler.payFee.selector;
    actions[18] = handler.applyCommission.selector;
    actions[19] = handler.rebond.selector;
    actions[20] = handler.transferNode.selector;
    actions[21] = handler.restore.selector;
    actions[22] = handler.lapse.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev One campaign checks everything, because the actions take the time, not the checks.
  function invariant_books() public {
    solvent();
    poolsMakeTheTotal();
    votesAreCoveredByTheirPool();
    weightsFollowThePools();
    weightsAreOnRecord();
    whoStakedNothingIsDueNothing();
  }

  /// @dev The recorded weight of a past second is the weight at its end.
  function weightsAreOnRecord() private {
    skip(1);
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      assertEq(staking.weightAt(id, uint48(block.timestamp - 1)), staking.weightOf(id));
    }
    for (uint256 r = uint256(Role.Miner); r <= uint256(Role.Coordinator); r++) {
      assertEq(staking.totalWeightAt(Role(r), uint48(block.timestamp - 1)), staking.totalWeight(Role(r)));
    }
  }

  /// @dev The tokens held equal stake plus vault, to the wei. The vault is all that anybody can claim, plus
  /// all that is yet to be emitted, plus a few wei of rounding for every action.
  function solvent() private view {
    assertEq(staking.vault(), handler.vault());
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + handler.vault());
    uint256 due = 0;
    for (uint256 u = 0; u < 4; u++) {
      for (uint256 id = 0; id <= staking.nodeCount(); id++) {
        due += earned(handler.users(u), id);
      }
    }
    uint256 end = staking.emissionEnd();
    uint256 promised = end > block.timestamp ? (end - block.timestamp) * staking.emissionRate() : 0;
    assertLe(due + promised, handler.vault());
    assertLe(handler.vault() - due - promised, MAX_DUST * (handler.actions() + 1), "stranded");
  }

  /// @dev All stake is in exactly one pool.
  function poolsMakeTheTotal() private view {
    uint256 idle = 0;
    uint256 total = 0;
    for (uint256 u = 0; u < 4; u++) {
      address user = handler.users(u);
      idle += staking.idleOf(user);
      Exit[] memory exits = staking.exitsOf(user);
      for (uint256 i = 0; i < exits.length; i++) {
        if (exits[i].nodeId == 0) total += exits[i].amount;
      }
    }
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      total += staking.node(id).assets + staking.unbondingOf(id);
    }
    assertEq(staking.rewardWeight(), idle + weightOfNodes());
    assertEq(idle + total, staking.totalAssets());
  }

  /// @dev In the emission: once while active, twice while working, which no inactive node is, nor one for longer ahead
  /// than four weeks.
  function weightOfNodes() private view returns (uint256 weight) {
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      Node memory node = staking.node(id);
      weight += node.workingUntil == 0 ? node.weight : 2 * node.weight;
      assertTrue(node.active || node.workingUntil == 0);
      assertLe(node.workingUntil, block.timestamp + 4 weeks);
    }
  }

  /// @dev Holders of a pool never own more than the pool has.
  function votesAreCoveredByTheirPool() private view {
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      uint256 votes = 0;
      uint256 leaving = 0;
      for (uint256 u = 0; u < 4; u++) {
        votes += staking.votesOf(handler.users(u), id);
        leaving += staking.leavingOf(handler.users(u), id);
        assertLeavingIsTheSumOfExits(handler.users(u), id);
        (uint256 shares, uint256 since) = OpenStaking(address(staking)).exposureOf(handler.users(u), id);
        assertEq(shares >= 1e24, since != 0);
      }
      assertLe(votes, staking.node(id).assets);
      assertLe(leaving, staking.unbondingOf(id));
    }
  }

  /// @dev Each exit's value is rounded down, and so is that of their sum.
  function assertLeavingIsTheSumOfExits(address user, uint256 id) private view {
    Exit[] memory exits = staking.exitsOf(user);
    uint256 sum = 0;
    for (uint256 i = 0; i < exits.length; i++) {
      if (exits[i].nodeId == id) sum += exits[i].amount;
    }
    assertLe(sum, staking.leavingOf(user, id));
    assertLe(staking.leavingOf(user, id) - sum, exits.length);
  }

  /// @dev Activity follows its rule, an active node's weight is its assets, and totals are sums.
  function weightsFollowThePools() private view {
    uint256[3] memory sums;
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      Node memory node = staking.node(id);
      bool serving = !node.retired && node.jailedUntil == 0;
      uint256 minimum = staking.minimumOf(node.role);
      // Between the two, it is what it was before.
      if (!serving || node.selfBond < minimum * 19 / 20) assertFalse(node.active);
      else if (node.selfBond >= minimum) assertTrue(node.active);
      assertEq(node.weight, node.active ? node.assets : 0);
      sums[uint256(node.role)] += node.weight;
    }
    assertEq(staking.totalWeight(Role.Miner), sums[uint256(Role.Miner)]);
    assertEq(staking.totalWeight(Role.Coordinator), sums[uint256(Role.Coordinator)]);
  }

  function whoStakedNothingIsDueNothing() private view {
    for (uint256 id = 0; id <= staking.nodeCount(); id++) {
      assertEq(earned(handler.bystander(), id), 0);
    }
  }
}
