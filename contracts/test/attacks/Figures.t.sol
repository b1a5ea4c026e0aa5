// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev How far two accepted weaknesses go, as TRUST.md says.
contract FigureAttacksTest is SlasherFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
  }

  function test_anOwnerAloneLacksWhatTheCaseCostOnceItsConvictionIsUndone() public {
    assertEq(lackingOnceUndone(), 520e18);
  }

  function test_othersVotesBearTheirPartOfAnUndoneConviction() public {
    vote(bob, id, 3 * MINER_MINIMUM);
    assertEq(lackingOnceUndone(), 130e18);
    assertEq(3 * MINER_MINIMUM - staking.votesOf(bob, id), 390e18);
  }

  /// @dev A first jury on main network pays 400 to the reporter and 120 to the jurors.
  /// @return what the owner lacks then, in wei
  function lackingOnceUndone() private returns (uint256) {
    (, uint256 paid) = slasher.convict(id, 2_000, "an engine's upgrade", 5_000);
    assertEq(paid, 2_000e18);
    cai.approve(address(slasher), paid);
    slasher.discard(id, paid - 520e18, paid);
    vm.prank(guardian);
    slasher.giveBack(id, type(uint256).max, type(uint256).max);
    skip(1);
    staking.unjail(id);
    assertFalse(staking.node(id).active);
    return MINER_MINIMUM - staking.node(id).selfBond;
  }

  /// @dev Convictions that take nothing prolong a hold beyond the cool-down. What is given back then is taken off a later
  /// loss alone, which counts no more from any time on.
  function test_aChainOfConvictionsPassesTheCapByMore() public {
    vote(bob, id, 3 * MINER_MINIMUM);
    uint256 atStake = within(id);
    (uint256 first,) = slasher.convict(id, 10_000, "an engine's upgrade", 0);
    uint256 start = block.timestamp;
    for (uint256 i = 0; block.timestamp <= start + COOL_DOWN * 9 / 8; i++) {
      skip(HOLD - 1);
      if (block.timestamp <= start + COOL_DOWN) slasher.convict(id, 0, bytes32(i), 0);
      else break;
    }
    vm.warp(start + COOL_DOWN + COOL_DOWN / 8);
    (, uint256 until) = slasher.heldOf(id);
    assertLt(block.timestamp, until);
    (uint256 second,) = slasher.convict(id, 10_000, "a fault", 0);
    vm.prank(guardian);
    slasher.giveBack(id, first, 0);
    (uint256 third,) = slasher.convict(id, 10_000, "another fault", 0);
    emit log_named_uint("lost in one second, basis points", (second + third) * 10_000 / atStake);
    assertGt((second + third) * 100, 44 * atStake);
  }
}
