// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Terms } from "../../src/disputes/Jury.sol";
import { Messages } from "../../src/disputes/Messages.sol";
import { Sortition } from "../../src/disputes/Sortition.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract DrawTest is JuriesFixture {
  function test_theDrawWaitsForALaterBlock() public {
    uint256 id = open();
    vm.roll(block.number + DRAW_BLOCKS);
    vm.expectRevert(Juries.TooEarly.selector);
    juries.draw(id);
    vm.roll(block.number + 1);
    vm.setBlockhash(block.number - 1, keccak256("a block"));
    vm.expectEmit(address(juries));
    emit Juries.JuryDrawn(id, 0, keccak256("a block"), block.timestamp + STEP, block.timestamp + 2 * STEP);
    juries.draw(id);
    vm.expectRevert(Juries.TooLate.selector);
    juries.draw(id);
  }

  function test_aBlockTooLongAgoIsReplaced() public {
    uint256 id = open();
    vm.roll(block.number + DRAW_BLOCKS + 257);
    vm.expectEmit(address(juries));
    emit Juries.DrawPostponed(id, 0, block.number + DRAW_BLOCKS);
    juries.draw(id);
    draw(id, keccak256("a block"));
    assertEq(juries.getCase(id).juries[0].seed, keccak256("a block"));
  }

  function test_nobodyIsDrawnBeforeTheDrawNorWithoutPastWeight() public {
    uint256 id = open();
    assertEq(drawn(id, 0).length, 0);
    uint256 late = registerNode(bob, "late", Role.Miner, 0, 100 * MINER_MINIMUM);
    vote(bob, peers[0], 1e18);
    draw(id, keccak256("a block"));
    assertFalse(juries.isDrawn(id, 0, late));
    assertFalse(juries.isDrawn(id, 0, accused));
    assertFalse(juries.isDrawn(id, 0, coordinatorNode));
    assertGt(drawn(id, 0).length, 0);
  }

  function test_sealedVotesAreTheDrawnMinersOwn() public {
    uint256 id = open();
    vm.expectRevert(Juries.TooLate.selector);
    juries.commit(id, peers[0], "x");
    draw(id, keccak256("a block"));
    uint256 one = drawn(id, 0)[0];
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotEligible.selector, one, bob));
    juries.commit(id, one, "x");
    uint256 other = registerNode(accusedOwner, "another of the accused", Role.Miner, 0, MINER_MINIMUM);
    vm.prank(accusedOwner);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotEligible.selector, other, accusedOwner));
    juries.commit(id, other, "x");
    uint256 late = registerNode(bob, "late", Role.Miner, 0, MINER_MINIMUM);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotDrawn.selector, id, late));
    juries.commit(id, late, "x");
    address owner = staking.node(one).owner;
    vm.startPrank(owner);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.commit(id, one, 0);
    juries.commit(id, one, juries.commitmentOf(id, 0, one, true, SALT));
    vm.stopPrank();

    vm.expectRevert(Juries.TooEarly.selector);
    juries.reveal(id, one, true, SALT);
    skip(STEP);
    vm.prank(owner);
    vm.expectRevert(Juries.TooLate.selector);
    juries.commit(id, one, "x");
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, one, false, SALT);
    juries.reveal(id, one, true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, one, true, SALT);
    skip(STEP);
    vm.expectRevert(Juries.TooLate.selector);
    juries.reveal(id, one, true, SALT);
  }

  function test_aCaseNeedsSignedWorkInTime() public {
    uint256 id = open();
    bytes32 structHash = Messages.hash(assignment);
    bytes32 digest = Messages.digest(address(staking), structHash);
    bytes memory signature = signProtocol(coordinatorKey, structHash);
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    juries.open(assignment, signature, RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, vm.addr(accusedKey)));
    juries.open(assignment, signProtocol(accusedKey, structHash), RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.WrongSigner.selector, coordinator));
    juries.open(assignment, signature, RESULT, signResult(coordinatorKey, digest, RESULT));
    vm.warp(assignment.expiry + 1 days + 1);
    vm.expectRevert(Juries.TooLate.selector);
    juries.open(assignment, signature, RESULT, resultSignature);
    vm.expectRevert(abi.encodeWithSelector(Juries.UnknownCase.selector, id + 1));
    juries.settle(id + 1);
  }

  function test_termsFitIntoTheCoolDown() public {
    Terms memory terms = termsOf();
    terms.reportWindow = COOL_DOWN - 7 * STEP;
    vm.expectRevert(abi.encodeWithSelector(Juries.TermsTooLong.selector, COOL_DOWN, COOL_DOWN));
    new Juries(staking, treasury, REPORTER_BPS, terms);
    terms = termsOf();
    terms.quorum = 0;
    refuse(terms);
    terms.quorum = 25;
    refuse(terms);
    terms = termsOf();
    terms.drawBlocks = 0;
    refuse(terms);
    terms = termsOf();
    terms.slashBps = 10_001;
    refuse(terms);
    terms = termsOf();
    terms.jurorBps = 10_001 - REPORTER_BPS;
    refuse(terms);
  }

  function refuse(Terms memory terms) private {
    vm.expectRevert(Juries.WrongTerms.selector);
    new Juries(staking, treasury, REPORTER_BPS, terms);
  }

  /// @dev A tenth of all weight and ten seats: one seat's worth. In one node the chance of it is 1 - 1/e; in ten
  /// nodes 1 seat in the mean, with a standard deviation of one a draw: five of them either way over 600 draws.
  function test_splittingAStakeDrawsNoMoreThanItIsWorth() public pure {
    uint256 whole = 0;
    uint256 split = 0;
    for (uint256 i = 0; i < 600; i++) {
      bytes32 seed = keccak256(abi.encode(i));
      if (Sortition.isDrawn(seed, 1, 1e24, 1e25, 10)) whole++;
      for (uint256 id = 2; id < 12; id++) {
        if (Sortition.isDrawn(seed, id, 1e23, 1e25, 10)) split++;
      }
    }
    assertApproxEqAbs(whole, 379, 59);
    assertApproxEqAbs(split, 571, 114);
    assertLe(split, 600 + 122);
  }

  function testFuzz_noWeightIsNeverDrawnAndAllWeightAlmostAlways(bytes32 seed, uint256 id) public pure {
    assertFalse(Sortition.isDrawn(seed, id, 0, 1e24, 100));
    // But for one chance in e^100.
    assertTrue(Sortition.isDrawn(seed, id, 1e24, 1e24, 100));
  }
}
