// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

contract CourtAttacksTest is JuriesFixture {
  /// @dev A stake cut into as many nodes as it fills, once the case is open: none of them is drawn.
  function test_juryStuffingBySplittingAfterTheCaseIsOpen() public {
    uint256 id = open();
    uint256[] memory stuffed = new uint256[](10);
    for (uint256 i = 0; i < stuffed.length; i++) {
      stuffed[i] = registerNode(bob, string.concat("stuffed", vm.toString(i)), Role.Miner, 0, MINER_MINIMUM);
    }
    draw(id, keccak256("a block"));
    for (uint256 i = 0; i < stuffed.length; i++) {
      assertFalse(juries.isDrawn(id, 0, stuffed[i]));
    }
  }

  /// @dev The seed is of a block after the weights: nodes that come in the case's own second weigh nothing in it.
  function test_juryStuffingInTheCasesOwnSecond() public {
    skip(1);
    uint256 late = registerNode(bob, "late", Role.Miner, 0, 1_000 * MINER_MINIMUM);
    uint256 id = open();
    draw(id, keccak256("a block"));
    assertFalse(juries.isDrawn(id, 0, late));
  }

  /// @dev A commitment names its juror: whoever copies another's cannot open it for itself.
  function test_copyingACommitment() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    bytes32 sealedVote = juries.commitmentOf(id, 0, ids[0], true, SALT);
    for (uint256 i = 0; i < 2; i++) {
      vm.prank(staking.node(ids[i]).operator);
      juries.commit(id, ids[i], sealedVote);
    }
    skip(STEP);
    juries.reveal(id, ids[0], true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, ids[1], true, SALT);
  }

  function test_aJurorVotesTwice() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256 juror = drawn(id, 0)[0];
    commit(id, 0, juror, true);
    skip(STEP);
    juries.reveal(id, juror, true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, juror, false, SALT);
    assertEq(juries.getCase(id).juries[0].votesWrong, 1);
  }

  /// @dev One result is tried once, and what was decided is decided.
  function test_doubleJeopardy() public {
    uint256 id = open();
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    uint256 left = staking.node(accused).assets;
    bytes32 digest = Messages.digest(address(staking), Messages.hash(assignment));
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    juries.open(assignment, signature, RESULT, resultSignature);
    assertEq(staking.node(accused).assets, left);
  }

  /// @dev The accused leaves as soon as it sees the case: the verdict reaches what is on its way out.
  function test_frontRunningAVerdictByLeaving() public {
    uint256 id = open();
    vm.startPrank(accusedOwner);
    staking.unvote(accused, MINER_MINIMUM);
    staking.retire(accused);
    vm.stopPrank();
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    uint256 taken = MINER_MINIMUM * SLASH_BPS / 10_000;
    assertEq(staking.unbondingOf(accused), MINER_MINIMUM - taken);
  }

  /// @dev A result that was signed for one network's stake is no evidence on another chain.
  function test_evidenceReplayedOnAnotherChain() public {
    bytes32 digest = Messages.digest(address(staking), Messages.hash(assignment));
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.chainId(block.chainid + 1);
    vm.prank(reporter);
    vm.expectRevert();
    juries.open(assignment, signature, RESULT, resultSignature);
  }
}
