// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Fixture } from "../Fixture.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";
import { ExtremesHandler } from "./ExtremesHandler.sol";

/// @dev The books hold at the extremes of amounts and times, and whoever leaves last is paid to the wei.
abstract contract Extremes is Fixture {
  /// @dev The least that the constructor takes.
  uint256 internal constant LEAST_MINIMUM = 1e18;

  OpenStaking internal open;
  ExtremesHandler internal handler;

  function setUp() public override {
    super.setUp();
    open = new OpenStaking(cai, address(authority), LEAST_MINIMUM, 100 * LEAST_MINIMUM, COOL_DOWN);
    staking = open;
    begin();
    handler = new ExtremesHandler(cai, open, admin);
    handler.openNodes(nodes());
    bytes4[] memory actions = new bytes4[](23);
    actions[0] = handler.stake.selector;
    actions[1] = handler.vote.selector;
    actions[2] = handler.unvote.selector;
    actions[3] = handler.moveVote.selector;
    actions[4] = handler.unstake.selector;
    actions[5] = handler.withdraw.selector;
    actions[6] = handler.restake.selector;
    actions[7] = handler.rebond.selector;
    actions[8] = handler.claimFrom.selector;
    actions[9] = handler.compound.selector;
    actions[10] = handler.register.selector;
    actions[11] = handler.transferNode.selector;
    actions[12] = handler.setCommission.selector;
    actions[13] = handler.applyCommission.selector;
    actions[14] = handler.retire.selector;
    actions[15] = handler.payFees.selector;
    actions[16] = handler.fundMore.selector;
    actions[17] = handler.slash.selector;
    actions[18] = handler.restore.selector;
    actions[19] = handler.jail.selector;
    actions[20] = handler.unjail.selector;
    actions[21] = handler.pauseEntry.selector;
    actions[22] = handler.pass.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev Sets the accumulators.
  function begin() internal virtual { }

  function nodes() internal pure virtual returns (uint256);

  function invariant_theTokensHeldAreStakeAndVault() public view {
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + staking.vault());
  }

  function afterInvariant() public {
    handler.everybodyLeaves(uint256(keccak256(abi.encode(handler.vaultDust(), block.timestamp))));
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + staking.vault());
    assertLe(staking.totalAssets(), handler.stakeDust(), "stake is left");
    assertGe(staking.vault(), handler.promised(), "more is promised than there is");
    // A full accumulator ends the emission, and what was not emitted stays.
    if (open.isEmissionFull()) return;
    assertLe(staking.vault() - handler.promised(), handler.vaultDust(), "rewards are left");
  }
}

contract ExtremesFromNothing is Extremes {
  function nodes() internal pure override returns (uint256) {
    return 0;
  }
}

/// @dev Each accumulator is within some steps of the greatest value of its type, or at once beyond it.
contract ExtremesAtTheBounds is Extremes {
  uint256 private constant NEAR = 6;

  function begin() internal override {
    open.startEmissionAt(type(uint128).max - 2 ** 110);
    for (uint256 id = 1; id <= NEAR; id++) {
      open.startAt(id, type(uint256).max - (1 << (40 * id)));
    }
  }

  function nodes() internal pure override returns (uint256) {
    return NEAR;
  }
}

/// @dev The emission's accumulator fills up after some time, and stays full.
contract ExtremesOfAFullAccumulator is Extremes {
  function begin() internal override {
    open.startEmissionAt(type(uint128).max - 2 ** 80);
  }

  function nodes() internal pure override returns (uint256) {
    return 1;
  }
}

/// @dev Leaving takes most of the time of a run: every user of every node.
/// forge-config: default.invariant.runs = 2
/// forge-config: ci.invariant.runs = 16
/// forge-config: long.invariant.runs = 40
contract ExtremesOfManyNodes is Extremes {
  function nodes() internal pure override returns (uint256) {
    return 300;
  }
}
