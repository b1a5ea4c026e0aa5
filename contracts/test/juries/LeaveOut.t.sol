// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SealedVote } from "../../src/disputes/Ballot.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev Naming nodes that may not sit, once a jury is called and until it is drawn.
contract LeaveOutTest is JuriesFixture {
  uint256 private constant PEER_WEIGHT = 2 * MINER_MINIMUM;
  uint256 private own;
  uint256 private other;
  uint256 private id;

  function setUp() public override {
    super.setUp();
    own = registerNode(accusedOwner, "own", Role.Miner, 0, 30 * MINER_MINIMUM);
    other = registerNode(accusedOwner, "other", Role.Miner, 0, 10 * MINER_MINIMUM);
    nextTask();
    id = open();
  }

  function both() private view returns (uint256[] memory ids) {
    ids = new uint256[](2);
    (ids[0], ids[1]) = (own, other);
  }

  function leaveOut(uint256[] memory ids) private {
    vm.prank(makeAddr("anybody"));
    juries.leaveOut(id, ids);
  }

  function total() private view returns (uint256) {
    return juries.juryOf(id, juries.getCase(id).round).totalWeight;
  }

  function test_theirWeightLeavesTheTotal() public {
    assertEq(total(), PEERS * PEER_WEIGHT + 40 * MINER_MINIMUM);
    leaveOut(single(own));
    assertEq(total(), PEERS * PEER_WEIGHT + 10 * MINER_MINIMUM);
    assertTrue(isLeftOut(id, own));
    leaveOut(both());
    assertEq(total(), PEERS * PEER_WEIGHT);
    // Nobody counts twice, and a shorter list brings nothing back.
    leaveOut(single(other));
    leaveOut(none());
    assertEq(total(), PEERS * PEER_WEIGHT);
  }

  function test_untilTheBlockThatDrawsTheJury() public {
    uint64 seedBlock = juries.juryOf(id, 0).seedBlock;
    vm.roll(seedBlock);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, seedBlock));
    leaveOut(both());
    vm.roll(seedBlock - 1);
    leaveOut(both());
  }

  function test_whoMaySitIsNotLeftOut() public {
    uint256[3] memory ids = [peers[0], accused, coordinatorNode];
    uint256 whole = total();
    for (uint256 i = 0; i < 3; i++) {
      leaveOut(single(ids[i]));
      assertFalse(isLeftOut(id, ids[i]));
    }
    assertEq(total(), whole);
  }

  function test_ofTheCurrentJury_ofACaseThatIsNotSettled() public {
    skip(2 * STEP);
    appealBy(reporter, id);
    leaveOut(both());
    assertEq(total(), PEERS * PEER_WEIGHT);
    assertEq(juries.juryOf(id, 0).totalWeight, PEERS * PEER_WEIGHT + 40 * MINER_MINIMUM);
    skip(3 * STEP);
    juries.settle(id);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, block.timestamp));
    leaveOut(both());
  }

  function test_somebodyMustBeLeftToSit() public {
    for (uint256 i = 0; i < PEERS; i++) {
      vm.prank(staking.node(peers[i]).owner);
      staking.retire(peers[i]);
    }
    skip(1);
    wrongResult.units++;
    id = open();
    vm.expectRevert(Docket.NobodyCanSit.selector);
    leaveOut(both());
  }

  function handOwnToBob() private {
    vote(bob, own, 30 * MINER_MINIMUM);
    handOver(own, bob);
    draw(id, SALT);
  }

  function test_whoWasNamedDoesNotSitWhoeverOwnsItLater() public {
    leaveOut(single(own));
    handOwnToBob();
    assertEq(juries.seatsOf(id, 0, own), 0);
    (, keys[own]) = makeAddrAndKey("own");
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(own, Finding.Right), keys[own]);
    vm.expectRevert(abi.encodeWithSelector(Voting.VoteRefused.selector, id, own));
    juries.commit(id, votes);
  }

  function test_whoWasNamedForALaterJuryDoesNotSitEither() public {
    skip(2 * STEP);
    appealBy(reporter, id);
    leaveOut(single(own));
    handOwnToBob();
    assertEq(juries.seatsOf(id, 1, own), 0);
  }

  /// @dev They do sit if nobody names them, so it is the name that keeps them out.
  function test_whoWasNotNamedSitsOnceItHasAnotherOwner() public {
    leaveOut(single(other));
    handOwnToBob();
    assertGt(juries.seatsOf(id, 0, own), 0);
  }
}
