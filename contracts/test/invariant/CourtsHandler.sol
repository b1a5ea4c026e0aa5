// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Juries } from "../../src/Juries.sol";
import { Staking } from "../../src/Staking.sol";
import { Jury, Verdict } from "../../src/disputes/Jury.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { CourtsModel } from "./CourtsModel.sol";

/// @dev Every action on the courts, with arguments that they must accept or must refuse: any other outcome is
/// a bug.
contract CourtsHandler is CourtsModel {
  uint256 private constant MAX_OPEN = 3;

  /// @dev Counts of verdicts, appeals and fines: a campaign without any would prove nothing.
  uint256[3] public verdicts;
  uint256 public appeals;
  uint256 public fines;
  uint256[] private running;
  uint256 private tasks;

  function court() external view returns (Juries) {
    return juries;
  }

  function evidenceCourt() external view returns (address) {
    return address(disputes);
  }

  function stakes() external view returns (Staking) {
    return staking;
  }

  function open(uint256 which) external {
    if (running.length == MAX_OPEN) return;
    _open(assignTo(nodeAt(which)), nodeAt(which));
  }

  /// @dev A result is tried once, and again only if there was no verdict.
  function openAgain(uint256 which) external {
    if (caseCount == 0 || running.length == MAX_OPEN) return;
    uint256 id = 1 + which % caseCount;
    Assignment memory tried = trials[id].assignment;
    if (block.timestamp > tried.expiry + 1 days) return;
    bytes32 digest = Messages.digest(address(staking), Messages.hash(tried));
    if (juries.caseOf(keccak256(abi.encode(digest, RESULT))) == 0) {
      assertTrue(trials[id].settled && verdictOf(id) == Verdict.None, "a verdict was forgotten");
      _open(tried, trials[id].accused);
      return;
    }
    (bytes memory signature, bytes memory resultSignature) = evidenceOf(tried, trials[id].accused);
    vm.prank(reporter);
    vm.expectPartialRevert(Juries.AlreadyOpen.selector);
    juries.open(tried, signature, RESULT, resultSignature);
  }

  /// @dev One to four times: does in every open case what its current window is for, then usually moves time
  /// on to where a window closes.
  function holdCourt(uint256 seed, uint256 days_) external {
    for (uint256 day = 0; day <= days_ % 4; day++) {
      seed = uint256(keccak256(abi.encode(seed)));
      for (uint256 i = running.length; i > 0; i--) {
        uint256 id = running[i - 1];
        Phase phase = phaseOf(id);
        uint256 dice = uint256(keccak256(abi.encode(seed, id)));
        if (phase == Phase.Draw) _draw(id, dice);
        else if (phase == Phase.Commit) _sit(id, dice);
        else if (phase == Phase.Reveal) _reveal(id, dice);
        else if (phase == Phase.Appeal && dice % 2 == 0) _appeal(id);
        else if (dice % 2 == 0) _settle(i - 1);
      }
      if (running.length != 0 && seed % 4 != 0) _passTo(running[(seed >> 8) % running.length], seed >> 16);
    }
  }

  function settle(uint256 which) external {
    if (running.length != 0) _settle(which % running.length);
  }

  /// @dev A juror of the majority is paid once; nobody else ever is.
  function payJuror(uint256 which, uint256 whom) external {
    if (caseCount != 0) _payJuror(1 + which % caseCount, nodeAt(whom));
  }

  /// @dev A node that was drawn and revealed nothing is fined once; nobody else ever is.
  function fine(uint256 which, uint256 round, uint256 whom) external {
    if (caseCount == 0) return;
    (uint256 id, uint256 node) = (1 + which % caseCount, nodeAt(whom));
    round %= 2;
    Jury memory jury = juryOf(id, round);
    Sealed storage ballot = ballots[id][round][node];
    bool absent = eligible(id, round, node) && !ballot.revealed && block.timestamp >= endOf(jury);
    Books memory before = books(node);
    vm.prank(reporter);
    try juries.fineNoShow(id, round, node) {
      assertTrue(absent && !ballot.fined, "a fine that is not due");
      ballot.fined = true;
      fines++;
      uint256 taken = slashed(node, before);
      assertEq(taken, Math.min(NO_SHOW, before.within));
      assertDivided(before, taken, found(id, round) == Verdict.None ? 0 : REPORTER_BPS);
    } catch {
      assertTrue(!absent || ballot.fined, "a fine that is due");
    }
  }

  /// @dev Two results of one assignment, reported twice, cost one penalty.
  function reportTwoResults(uint256 which) external {
    uint256 node = nodeAt(which);
    Assignment memory work = assignTo(node);
    bytes32 digest = Messages.digest(address(staking), Messages.hash(work));
    bytes memory one = signResult(keys[node], digest, RESULT);
    bytes memory other = signResult(keys[node], digest, SALT);
    Books memory before = books(node);
    vm.prank(reporter);
    disputes.reportTwoResults(work, RESULT, one, SALT, other);
    assertPunished(node, before, EQUIVOCATION_BPS);
    vm.expectPartialRevert(Penalty.AlreadyPunished.selector);
    disputes.reportTwoResults(work, SALT, other, RESULT, one);
  }

  /// @dev A task assigned to an unregistered key, past a miner with weight.
  function reportWrongAssignment(uint256 which) external {
    uint256 called = nodeAt(which);
    uint48 moment = uint48(block.timestamp - 1);
    uint256 weight = staking.weightAt(called, moment);
    if (weight == 0 || weight != staking.weightAt(called, moment - 1)) return;
    header = headerOf(ROSTER_BLOCK, moment);
    Assignment memory work = assign(makeAddr("stranger"), "");
    work.taskId = bytes32(++tasks);
    Books memory before = books(coordinatorNode);
    report(work, "", staking.node(called).operator);
    assertPunished(coordinatorNode, before, WRONG_ASSIGNMENT_BPS);
  }

  function pass(uint256 duration) external {
    skip(_bound(duration, 1, STEP / 2));
    vm.roll(block.number + 1);
  }

  /// @dev Whatever has happened, once time has passed anybody can end every case and pay its jurors.
  function endAll() external {
    while (running.length != 0) {
      skip(3 * STEP + 2);
      uint256 open_ = running.length;
      for (uint256 i = open_; i > 0; i--) {
        _settle(i - 1);
      }
      assertLt(running.length, open_, "a case that does not end");
    }
    for (uint256 id = 1; id <= caseCount; id++) {
      for (uint256 node = FIRST_MINER; node <= LAST_MINER; node++) {
        _payJuror(id, node);
      }
    }
  }

  function _open(Assignment memory work, uint256 node) private {
    (bytes memory signature, bytes memory resultSignature) = evidenceOf(work, node);
    allow(reporter, BOND);
    vm.prank(reporter);
    assertEq(juries.open(work, signature, RESULT, resultSignature), ++caseCount);
    (trials[caseCount].assignment, trials[caseCount].accused) = (work, node);
    running.push(caseCount);
    held += BOND;
  }

  function _draw(uint256 id, uint256 dice) private {
    uint256 round = roundOf(id);
    uint256 seedBlock = juryOf(id, round).seedBlock;
    // Sometimes the block is too old for `blockhash`, and another is named.
    bool forgotten = dice % 16 == 0 || block.number >= seedBlock + 256;
    vm.roll(Math.max(block.number, seedBlock) + (forgotten ? 257 : 1));
    if (!forgotten) vm.setBlockhash(seedBlock, bytes32(dice));
    juries.draw(id);
    assertEq(juryOf(id, round).commitEnd == 0, forgotten);
  }

  /// @dev Three of four jurors commit, half of the time all to the same vote; they may replace it later.
  function _sit(uint256 id, uint256 dice) private {
    uint256 round = roundOf(id);
    uint256 mind = dice % 4 < 2 ? dice % 2 : 2;
    for (uint256 node = FIRST_MINER; node <= LAST_MINER; node++) {
      uint256 own = dice >> (2 * node);
      if (own % 4 == 0 || !eligible(id, round, node)) continue;
      bool wrong = mind == 2 ? own % 2 == 0 : mind == 1;
      commit(id, round, node, wrong);
      (ballots[id][round][node].committed, ballots[id][round][node].wrong) = (true, wrong);
    }
  }

  function _reveal(uint256 id, uint256 dice) private {
    uint256 round = roundOf(id);
    for (uint256 node = FIRST_MINER; node <= LAST_MINER; node++) {
      Sealed storage ballot = ballots[id][round][node];
      if (!ballot.committed || ballot.revealed || (dice >> (2 * node)) % 4 == 0) continue;
      juries.reveal(id, node, ballot.wrong, SALT);
      ballot.revealed = true;
      votes[id][round][uint256(ballot.wrong ? Verdict.Wrong : Verdict.Right)]++;
    }
  }

  function _appeal(uint256 id) private {
    Trial storage trial = trials[id];
    trial.byReporter = found(id, 0) == Verdict.Right;
    address loser = trial.byReporter ? reporter : staking.node(trial.accused).owner;
    allow(loser, 2 * BOND);
    vm.prank(loser);
    juries.appeal(id);
    trial.appealed = true;
    held += 2 * BOND;
    appeals++;
  }

  /// @dev Moves time to the second in which the case's window closes, or to the one before.
  function _passTo(uint256 id, uint256 dice) private {
    Phase phase = phaseOf(id);
    // Keeps most cases from ending without a jury.
    if (phase == Phase.Over || (phase == Phase.Draw && dice % 8 != 0)) return;
    Jury memory jury = juryOf(id, roundOf(id));
    uint256 end = endOf(jury);
    if (phase == Phase.Commit) end = jury.commitEnd;
    if (phase == Phase.Appeal) end = dueAt(id);
    vm.warp(Math.max(block.timestamp, end - (dice >> 8) % 2));
    vm.roll(block.number + 1);
  }

  function _settle(uint256 place) private {
    uint256 id = running[place];
    Trial storage trial = trials[id];
    Books memory before = books(trial.accused);
    uint256 due = dueAt(id);
    try juries.settle(id) {
      assertGe(block.timestamp, due, "settled too early");
    } catch {
      assertLt(block.timestamp, due, "a case that cannot be ended");
      return;
    }
    trial.settled = true;
    running[place] = running[running.length - 1];
    running.pop();
    verdicts[uint256(verdictOf(id))]++;
    assertCarriedOut(id, before);
  }

  function _payJuror(uint256 id, uint256 node) private {
    Sealed storage ballot = ballots[id][decisive(id)][node];
    Verdict verdict = verdictOf(id);
    bool won = verdict != Verdict.None && ballot.revealed && ballot.wrong == (verdict == Verdict.Wrong);
    uint256 before = wealthOf(node);
    try juries.payJuror(id, node) {
      assertTrue(trials[id].settled && won && !ballot.paid, "paid what is not due");
      ballot.paid = true;
      assertEq(wealthOf(node) - before, trials[id].purse);
      held -= trials[id].purse;
    } catch {
      assertTrue(!trials[id].settled || !won || ballot.paid, "not paid what is due");
    }
  }

  function assignTo(uint256 node) private returns (Assignment memory work) {
    work = assign(staking.node(node).operator, "");
    (work.taskId, work.expiry) = (bytes32(++tasks), uint64(block.timestamp + 600));
  }

  function evidenceOf(Assignment memory work, uint256 node)
    private
    view
    returns (bytes memory signature, bytes memory resultSignature)
  {
    bytes32 structHash = Messages.hash(work);
    signature = signProtocol(coordinatorKey, structHash);
    resultSignature = signResult(keys[node], Messages.digest(address(staking), structHash), RESULT);
  }

  function allow(address side, uint256 amount) private {
    vm.prank(admin);
    cai.transfer(side, amount);
    vm.prank(side);
    cai.approve(address(juries), amount);
  }
}
