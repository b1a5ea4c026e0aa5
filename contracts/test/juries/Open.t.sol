// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Exhibit } from "../../src/disputes/Case.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { SignedResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { Slasher } from "../../src/Slasher.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract OpenTest is JuriesFixture {
  uint256 private constant PEER_WEIGHT = 2 * MINER_MINIMUM;

  function test_aCaseSaysWhatItIsAboutAndWhereTheEvidenceIs() public {
    vm.expectEmit(address(juries));
    emit Docket.Opened(1, accused, reporter, TASK, digestOf(assignment), wrongResult.result);
    vm.expectEmit(address(juries));
    emit Docket.Exhibited(1, coordinator, keccak256("evidence"));
    vm.expectEmit(address(juries));
    emit Docket.JuryCalled(1, 0, reporter, juries.reportDepositOf(accused), block.number + DRAW_BLOCKS);
    assertEq(open(), 1);
    assertEq(juries.getCase(1).drawnAt, drawnAt);
    assertEq(cai.balanceOf(address(juries)), juries.reportDepositOf(accused));
  }

  /// @dev It pays all the jurors that there can be, and grows with the owner's bond, not with what is leaving: that may
  /// be gone before the case ends.
  function test_theDepositGrowsWithWhatIsAtStake() public {
    uint256 jurors_ = (24 + 48 + 96) * uint256(PAY);
    assertEq(juries.reportDepositOf(accused), jurors_ + MINER_MINIMUM / 50);
    vote(accusedOwner, accused, 9 * MINER_MINIMUM);
    vote(bob, accused, 5 * MINER_MINIMUM);
    assertEq(juries.reportDepositOf(accused), jurors_ + 10 * MINER_MINIMUM / 50);
    vm.prank(accusedOwner);
    staking.unvote(accused, MINER_MINIMUM);
    assertEq(juries.reportDepositOf(accused), jurors_ + 9 * MINER_MINIMUM / 50);
  }

  function test_aResultIsReportedOnce() public {
    uint256 id = open();
    refuseOpen(abi.encodeWithSelector(Docket.AlreadyOpen.selector, id));
  }

  function test_aResultThatAnotherCourtHasPunishedIsNotReportedAgain() public {
    appoint(address(this));
    slasher.convict(accused, SLASH_BPS, evidence(), 0);
    refuseOpen(abi.encodeWithSelector(Slasher.AlreadyPunished.selector, accused, evidence()));
  }

  function test_aResultMustBeSignedByItsMiner() public {
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory signed = signResult(coordinatorKey, digestOf(assignment), wrongResult);
    vm.prank(reporter);
    vm.expectRevert(
      abi.encodeWithSelector(AssignmentEvidence.WrongSigner.selector, coordinator, vm.addr(accusedKey))
    );
    juries.open(proof, signed, source(), none());
  }

  /// @dev A case must end before stake of that time can be withdrawn.
  function test_aResultIsReportedInTime() public {
    assertEq(juries.reportWindow(), COOL_DOWN - 10 * uint256(STEP));
    vm.warp(drawnAt + juries.reportWindow() + 1);
    refuseOpen(abi.encodeWithSelector(Docket.TooLate.selector, block.timestamp));
    vm.warp(drawnAt + juries.reportWindow());
    open();
  }

  function test_seatsAreSharedByAllMinersButTheAccused() public {
    assertEq(juries.juryOf(open(), 0).totalWeight, PEERS * PEER_WEIGHT);
  }

  /// @dev Stake came after the draw, or left: the accused is no part of the lower total either way.
  function test_theAccusedIsInNeitherTotal() public {
    address owner = staking.node(peers[0]).owner;
    uint256 state = vm.snapshotState();
    vote(owner, peers[0], 10 * MINER_MINIMUM);
    skip(1);
    assertEq(juries.juryOf(open(), 0).totalWeight, PEERS * PEER_WEIGHT);
    vm.revertToState(state);
    vm.prank(owner);
    staking.unvote(peers[0], MINER_MINIMUM);
    skip(1);
    assertEq(juries.juryOf(open(), 0).totalWeight, PEERS * PEER_WEIGHT - MINER_MINIMUM);
  }

  function test_seatsOfThoseWhoMayNotSitGoToOthers() public {
    uint256 own = registerNode(accusedOwner, "another of the accused", Role.Miner, 0, 90 * MINER_MINIMUM);
    uint256 mine = registerNode(reporter, "the reporter's", Role.Miner, 0, 70 * MINER_MINIMUM);
    nextTask();
    uint256[] memory barred = new uint256[](2);
    (barred[0], barred[1]) = (own, mine);
    uint256 id = openWith(barred);
    assertEq(juries.juryOf(id, 0).totalWeight, PEERS * PEER_WEIGHT);
  }

  function test_votersOfTheAccusedMayBeLeftOut() public {
    vote(staking.node(peers[3]).owner, accused, 1e18);
    nextTask();
    assertEq(juries.juryOf(openWith(single(peers[3])), 0).totalWeight, (PEERS - 1) * PEER_WEIGHT);
  }

  /// @dev Neither who may sit, the accused, nobody, a coordinator, nor a node once more.
  function test_nobodyElseIsLeftOut() public {
    uint256 own = registerNode(accusedOwner, "another of the accused", Role.Miner, 0, MINER_MINIMUM);
    uint256 server = registerNode(accusedOwner, "a server", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    nextTask();
    uint256[] memory named = new uint256[](6);
    (named[0], named[1], named[2]) = (own, own, peers[0]);
    (named[3], named[4], named[5]) = (accused, 0, server);
    uint256 id = openWith(named);
    assertEq(juries.juryOf(id, 0).totalWeight, PEERS * PEER_WEIGHT);
    for (uint256 i = 2; i < 6; i++) {
      assertFalse(isLeftOut(id, named[i]));
    }
  }

  function test_aCaseNeedsSomebodyToSit() public {
    for (uint256 i = 0; i < PEERS; i++) {
      vm.prank(staking.node(peers[i]).owner);
      staking.retire(peers[i]);
    }
    skip(1);
    refuseOpen(abi.encodeWithSelector(Docket.NobodyCanSit.selector));
  }

  function test_anybodySaysWhereElseTheEvidenceIs() public {
    uint256 id = open();
    vm.expectEmit(address(juries));
    emit Docket.Exhibited(id, bob, SALT);
    vm.prank(bob);
    juries.exhibit(id, Exhibit({ coordinator: bob, hash: SALT }));
    vm.expectRevert(abi.encodeWithSelector(Docket.UnknownCase.selector, id + 1));
    juries.exhibit(id + 1, Exhibit({ coordinator: bob, hash: SALT }));
  }
}
