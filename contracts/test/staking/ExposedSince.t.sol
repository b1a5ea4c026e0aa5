// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Since when a slash of a node can take a whole token or more of somebody.
contract ExposedSinceTest is Fixture {
  uint256 private constant TOKEN = 1e18;
  uint256 private id;
  uint256 private start;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    start = block.timestamp;
    skip(1 hours);
  }

  function since(address user) private view returns (uint256) {
    return staking.exposedSince(user, id);
  }

  function unvote(uint256 amount) private returns (uint256 exitId) {
    vm.prank(bob);
    exitId = staking.unvote(id, amount);
  }

  function test_fromTheVoteThatMakesItAToken() public {
    assertEq(since(alice), start);
    vote(bob, id, TOKEN - 1);
    assertEq(since(bob), 0);
    skip(1);
    vote(bob, id, 1);
    assertEq(since(bob), block.timestamp);
    skip(1);
    vote(bob, id, 5 * TOKEN);
    assertEq(since(bob), block.timestamp - 1);
    assertEq(staking.exposedSince(bob, 0), 0);
    assertEq(since(carol), 0);
  }

  function test_throughTheCoolDown_untilItIsWithdrawn() public {
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    skip(1);
    uint256 exitId = unvote(type(uint256).max);
    assertEq(since(bob), then);
    skip(COOL_DOWN);
    assertEq(since(bob), then);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertEq(since(bob), 0);
    vote(bob, id, TOKEN);
    assertEq(since(bob), block.timestamp);
  }

  /// @dev What stays is enough, or it is not.
  function testFuzz_aPartThatIsWithdrawn(uint256 left) public {
    left = _bound(left, 1, 3 * TOKEN - 1);
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    uint256 exitId = unvote(3 * TOKEN - left);
    skip(COOL_DOWN);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertEq(since(bob), left < TOKEN ? 0 : then);
  }

  function test_noReturnIsABreak() public {
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    uint256 exitId = unvote(type(uint256).max);
    skip(1 days);
    vm.prank(bob);
    staking.rebond(exitId);
    assertEq(since(bob), then);
  }

  function test_norIsOneOnceTheCoolDownIsOver() public {
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    uint256 exitId = unvote(type(uint256).max);
    skip(COOL_DOWN + 1);
    vm.prank(bob);
    staking.rebond(exitId);
    assertEq(since(bob), then);
  }

  function test_aMovedVoteIsExposedToOneNodeAfterTheOther() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    vm.prank(bob);
    uint256 exitId = staking.moveVote(id, other, 3 * TOKEN);
    skip(COOL_DOWN);
    assertEq(since(bob), then);
    assertEq(staking.exposedSince(bob, other), 0);
    vm.prank(bob);
    staking.restake(exitId);
    assertEq(since(bob), 0);
    assertEq(staking.exposedSince(bob, other), block.timestamp);
  }

  /// @dev Shares count, so a slash breaks nothing.
  function test_aSlashIsNoBreak() public {
    vote(bob, id, 3 * TOKEN);
    uint256 then = block.timestamp;
    skip(1);
    vm.prank(admin);
    staking.slash(id, MINER_MINIMUM / 2, admin);
    assertEq(since(bob), then);
    unvote(TOKEN);
    assertEq(since(bob), then);
  }

  /// @dev A known limit: what is less than a token since a slash counts until it is taken out.
  function test_whatASlashLeftOfATokenCountsUntilItLeaves() public {
    vote(bob, id, TOKEN);
    uint256 then = block.timestamp;
    vm.prank(admin);
    staking.slash(id, MINER_MINIMUM / 25, admin);
    assertLt(staking.votesOf(bob, id), TOKEN);
    assertEq(since(bob), then);
    unvote(type(uint256).max);
    assertEq(since(bob), 0);
  }
}
