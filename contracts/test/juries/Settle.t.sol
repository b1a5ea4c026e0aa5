// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract SettleTest is JuriesFixture {
  uint256 private constant TAKEN = MINER_MINIMUM * SLASH_BPS / 10_000;
  uint256 private constant START = 10_000e18;
  uint256 private id;
  uint256 private deposit;
  uint256 private supply;

  function setUp() public override {
    super.setUp();
    deposit = juries.reportDepositOf(accused);
    id = open();
    supply = cai.totalSupply();
  }

  function test_aWrongResultCostsItsMinerAndPaysReporterAndJurors() public {
    uint256[] memory ids = decide(id, Finding.Wrong);
    uint256 seats = seatsOf(id, 0, ids);
    settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM - TAKEN);
    assertGt(staking.node(accused).jailedUntil, block.timestamp);
    assertEq(cai.balanceOf(reporter), START + TAKEN / 10);
    uint256 each = seats <= SEATS ? PAY : PAY * SEATS / seats;
    assertEq(cai.balanceOf(address(juries)), each * seats);
    // Half of the owner's loss pays for the case. What is left of that is held with the other half.
    assertEq(held(accused), TAKEN - TAKEN / 10 - each * seats);
    assertEq(cai.totalSupply(), supply);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  function test_aRightResultCostsItsReporterAndPaysTheSame() public {
    uint256[] memory ids = decide(id, Finding.Right);
    uint256 seats = seatsOf(id, 0, ids);
    settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM);
    assertEq(cai.balanceOf(reporter), START - deposit);
    uint256 each = seats <= SEATS ? PAY : PAY * SEATS / seats;
    assertEq(cai.balanceOf(address(juries)), each * seats);
    assertEq(supply - cai.totalSupply(), deposit - each * seats);
  }

  function test_aResultThatWasFoundRightIsNotReportedAgain() public {
    decide(id, Finding.Right);
    settle(id);
    refuseOpen(abi.encodeWithSelector(Docket.AlreadyOpen.selector, id));
  }

  function test_noVerdictCostsTheFeeAndNothingElse() public {
    skip(2 * STEP);
    settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM);
    assertEq(cai.balanceOf(reporter), START - deposit / 10);
    assertEq(cai.balanceOf(address(juries)), 0);
    assertEq(supply - cai.totalSupply(), deposit / 10);
    assertEq(juries.caseOf(evidence()), 0);
    assertEq(open(), id + 1);
  }

  /// @dev Ten more wei at stake make a deposit that a tenth does not divide.
  function test_theFeeIsRoundedUp() public {
    vote(accusedOwner, accused, 50);
    wrongResult.units++;
    uint256 odd = juries.reportDepositOf(accused);
    assertEq(odd, deposit + 1);
    uint256 other = open();
    skip(2 * STEP);
    settle(id);
    juries.settle(other);
    assertEq(supply - cai.totalSupply(), deposit / 10 + deposit / 10 + 1);
  }

  function test_aReportersRewardIsRoundedDown() public {
    vote(accusedOwner, accused, 10);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM + 10 - TAKEN - 2);
    // A fifth of the half of that.
    assertEq(cai.balanceOf(reporter), START + TAKEN / 10);
  }

  function test_evidenceThatCannotBeHadConvictsNobody() public {
    decide(id, Finding.Unavailable);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.None));
    assertEq(stakeOf(accused), MINER_MINIMUM);
  }

  function test_aVerdictWaitsForAppeals() public {
    decide(id, Finding.Wrong);
    uint256 due = block.timestamp + STEP;
    vm.warp(due - 1);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooEarly.selector, due));
    juries.settle(id);
    vm.warp(due);
    juries.settle(id);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, due));
    juries.settle(id);
  }

  function test_aVerdictIsCarriedOutUntilItsWindowCloses() public {
    decide(id, Finding.Wrong);
    skip(2 * STEP - 1);
    juries.settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM - TAKEN);
  }

  function test_aVerdictThatNobodyCarriesOutInTimeIsNone() public {
    decide(id, Finding.Wrong);
    skip(2 * STEP);
    juries.settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM);
    assertEq(cai.balanceOf(reporter), START - deposit / 10);
  }

  function test_theLastJuryDecides() public {
    decide(id, Finding.Wrong);
    appealBy(accusedOwner, id);
    decide(id, Finding.Wrong);
    appealBy(accusedOwner, id);
    decide(id, Finding.Right);
    juries.settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM);
    assertEq(cai.balanceOf(accusedOwner), START);
    assertEq(cai.balanceOf(reporter), START - deposit);
  }

  function test_aLostAppealPaysItsJury() public {
    decide(id, Finding.Wrong);
    uint256 second = juries.appealDepositOf(id, 1);
    appealBy(accusedOwner, id);
    uint256[] memory ids = decide(id, Finding.Wrong);
    settle(id);
    assertEq(cai.balanceOf(accusedOwner), START - second);
    assertEq(cai.balanceOf(reporter), START + TAKEN / 10);
    // What the deposit leaves is burned, and the slash is held but for what the deposit does not cover.
    uint256 spent = TAKEN / 10 + cai.balanceOf(address(juries));
    assertEq(held(accused), spent > second ? TAKEN - (spent - second) : TAKEN);
    assertEq(supply - cai.totalSupply(), spent > second ? 0 : second - spent);
    uint256 before = wealthOf(ids[0]);
    juries.pay(id, 1, keysOf(ids));
    assertGt(wealthOf(ids[0]), before);
  }

  /// @dev Not that of the jury before, which may have been bought for less.
  function test_aLastJuryWithoutAVerdictLeavesNone() public {
    decide(id, Finding.Wrong);
    uint256 second = juries.appealDepositOf(id, 1);
    appealBy(accusedOwner, id);
    skip(2 * STEP);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.None));
    // Each party has its own deposit back, but for the fee.
    assertEq(cai.balanceOf(reporter), START - deposit / 10);
    assertEq(cai.balanceOf(accusedOwner), START - second / 10);
    assertEq(stakeOf(accused), MINER_MINIMUM);
    assertEq(cai.balanceOf(address(juries)), 0);
  }

  /// @dev The owner takes its bond out first: the slash still reaches it.
  function test_leavingBeforeAVerdictDoesNotHelp() public {
    vm.startPrank(accusedOwner);
    staking.unvote(accused, MINER_MINIMUM);
    staking.retire(accused);
    vm.stopPrank();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(staking.unbondingOf(accused), MINER_MINIMUM - TAKEN);
    assertEq(cai.balanceOf(reporter), START + TAKEN / 10);
  }

  /// @dev Faults before have used up the cap, and the conviction brings in nothing: the jurors are paid all the
  /// same, and the winner bears it.
  function test_whatAConvictionDoesNotBringInIsTheWinnersLoss() public {
    appoint(address(this));
    slasher.convict(accused, SLASH_BPS, "one", 0);
    slasher.convict(accused, SLASH_BPS, "two", 0);
    uint256[] memory ids = decide(id, Finding.Wrong);
    uint256 seats = seatsOf(id, 0, ids);
    settle(id);
    uint256 each = seats <= SEATS ? PAY : PAY * SEATS / seats;
    assertEq(cai.balanceOf(address(juries)), each * seats);
    assertEq(cai.balanceOf(reporter), START - each * seats);
  }

  /// @dev Each winner's part is rounded down, so that they never ask for more than there is.
  function test_winnersShareTheLackByTheirDeposits() public {
    appoint(address(this));
    slasher.convict(accused, SLASH_BPS, "one", 0);
    slasher.convict(accused, SLASH_BPS, "two", 0);
    skip(2 * STEP);
    endow(bob);
    uint256 second = juries.appealDepositOf(id, 1);
    appealBy(bob, id);
    decide(id, Finding.Wrong);
    uint256 seats = juries.juryOf(id, 1).votes[uint256(Finding.Wrong)];
    settle(id);
    uint256 each = seats <= 2 * SEATS ? PAY : PAY * 2 * SEATS / seats;
    uint256 back = deposit + second - each * seats;
    assertGt(deposit * back % (deposit + second), 0);
    assertEq(cai.balanceOf(reporter), START - deposit + deposit * back / (deposit + second));
    assertEq(cai.balanceOf(bob), START - second + second * back / (deposit + second));
    assertEq(cai.balanceOf(address(juries)), each * seats);
  }

  /// @dev The cap leaves 52 CAI to take, so 26 pay for the case. The jurors get 24, and the reporter 2 of its 5.2.
  function test_aReporterIsPaidOfWhatTheJurorsLeave() public {
    appoint(address(this));
    slasher.fine(accused, MINER_MINIMUM * 3 / 10 - 52e18, "a fault before", 0);
    decide(id, Finding.Wrong);
    uint256 seats = juries.juryOf(id, 0).votes[uint256(Finding.Wrong)];
    settle(id);
    uint256 each = seats <= SEATS ? PAY : PAY * SEATS / seats;
    assertEq(each * seats, cai.balanceOf(address(juries)));
    uint256 left = 26e18 - each * seats;
    assertEq(cai.balanceOf(reporter), START + (left < 5.2e18 ? left : 5.2e18));
  }

  /// @dev So that nobody can win more than it put at stake. The accused's owner adds to its bond after the report.
  function test_aReporterWinsNoMoreThanItsDeposit() public {
    vote(accusedOwner, accused, 100 * MINER_MINIMUM);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(cai.balanceOf(reporter), START + deposit);
  }

  /// @dev Its own, which is more than that of the last appeal.
  function test_norLessOnceThereWasAnAppeal() public {
    vote(accusedOwner, accused, 100 * MINER_MINIMUM);
    decide(id, Finding.Wrong);
    assertLt(juries.appealDepositOf(id, 1), deposit);
    appealBy(accusedOwner, id);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(cai.balanceOf(reporter), START + deposit);
  }

  /// @dev However much all its cases have left.
  function test_theCourtDiscardsWithoutABound() public view {
    assertEq(cai.allowance(address(juries), address(slasher)), type(uint256).max);
  }

  /// @dev A court that has lost its place can still be left with every deposit.
  function test_aCaseOutlivesItsCourtsReplacement() public {
    decide(id, Finding.Wrong);
    vm.prank(admin);
    authority.revokeRole(COURT_ROLE, address(juries));
    skip(2 * STEP);
    juries.settle(id);
    assertEq(cai.balanceOf(reporter), START - deposit / 10);
    assertEq(cai.balanceOf(address(juries)), 0);
  }

  /// @dev An upgrade of the engine convicted it.
  function test_anUndoneConvictionCostsAMinerWhatItsCaseCost() public {
    decide(id, Finding.Wrong);
    settle(id);
    vm.prank(guardian);
    slasher.giveBack(accused, type(uint256).max, type(uint256).max);
    uint256 cost = TAKEN / 10 + cai.balanceOf(address(juries));
    assertEq(stakeOf(accused), MINER_MINIMUM - cost);
    skip(1);
    staking.unjail(accused);
    assertFalse(staking.node(accused).active);
    vote(accusedOwner, accused, cost);
    assertTrue(staking.node(accused).active);
  }

  /// @dev Two courts with the same evidence: it is punished once, and both cases end.
  function test_whatAnotherCourtHasPunishedIsNotPunishedAgain() public {
    decide(id, Finding.Wrong);
    appoint(address(this));
    slasher.convict(accused, SLASH_BPS, evidence(), 0);
    settle(id);
    assertEq(stakeOf(accused), MINER_MINIMUM - TAKEN);
  }
}
