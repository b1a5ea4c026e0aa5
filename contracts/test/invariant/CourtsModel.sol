// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Jury, Verdict } from "../../src/disputes/Jury.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Exit } from "../../src/staking/Exits.sol";
import { Node } from "../../src/staking/Node.sol";
import { CourtStakers } from "./CourtStakers.sol";

/// @dev Models each case and each penalty by the rules, from the votes alone. Everything the courts do is
/// compared with it.
abstract contract CourtsModel is CourtStakers {
  enum Phase {
    Draw,
    Commit,
    Reveal,
    Appeal,
    Over
  }

  struct Trial {
    Assignment assignment;
    uint256 accused;
    bool appealed;
    bool byReporter;
    bool settled;
    uint256 purse;
  }

  struct Sealed {
    bool committed;
    bool wrong;
    bool revealed;
    bool fined;
    bool paid;
  }

  /// @dev The balances of those whom the courts pay, and what can be taken from a node.
  struct Books {
    uint256 reporter;
    uint256 owner;
    uint256 treasury;
    uint256 within;
    uint256 bond;
  }

  /// @dev What the Juries contract must hold: bonds of open cases, and purses not yet paid to their jurors.
  uint256 public held;
  uint256 public caseCount;
  mapping(uint256 caseId => Trial) internal trials;
  mapping(uint256 caseId => mapping(uint256 round => mapping(uint256 nodeId => Sealed))) internal ballots;
  /// @dev Votes by case, round and verdict.
  mapping(uint256 caseId => mapping(uint256 round => uint256[3])) internal votes;

  /// @dev All bonds and slashed stake were paid out or are kept for the jurors, by the rules and to the wei.
  function assertCarriedOut(uint256 id, Books memory before) internal {
    Trial storage trial = trials[id];
    Verdict verdict = verdictOf(id);
    uint256 appealBond = trial.appealed ? 2 * BOND : 0;
    bool appealLost = trial.appealed && found(id, 0) == found(id, 1);
    uint256 pot = (appealLost ? appealBond : 0) + (verdict == Verdict.Right ? BOND : 0);
    uint256 toReporter = verdict == Verdict.Right ? 0 : BOND;
    uint256 taken = 0;
    if (verdict == Verdict.Wrong) {
      taken = assertConvicted(trial.accused, before, SLASH_BPS);
      toReporter += ofOwner(before, taken) * REPORTER_BPS / 10_000;
      pot += ofOwner(before, taken) * JUROR_BPS / 10_000;
    }
    uint256 back = appealLost ? 0 : appealBond;
    if (trial.byReporter) (toReporter, back) = (toReporter + back, 0);
    uint256 payees = verdict == Verdict.None ? 0 : votes[id][decisive(id)][uint256(verdict)];
    trial.purse = payees == 0 ? 0 : pot / payees;
    uint256 kept = trial.purse * payees;
    assertEq(cai.balanceOf(reporter) - before.reporter, toReporter);
    assertEq(cai.balanceOf(staking.node(trial.accused).owner) - before.owner, back);
    assertEq(cai.balanceOf(treasury) - before.treasury, BOND + appealBond + taken - toReporter - back - kept);
    held = held - BOND - appealBond + kept;
  }

  function assertPunished(uint256 node, Books memory before, uint256 bps) internal {
    assertDivided(before, assertConvicted(node, before, bps), REPORTER_BPS);
  }

  /// @dev A conviction takes exactly its part of all there is, and jails for a cool-down.
  function assertConvicted(uint256 id, Books memory before, uint256 bps) internal returns (uint256 taken) {
    taken = slashed(id, before);
    assertEq(taken, Math.ceilDiv(before.within * bps, 10_000));
    Node memory node = staking.node(id);
    assertGe(node.jailedUntil, block.timestamp + COOL_DOWN);
    assertEq(node.weight, 0);
  }

  /// @dev The reporter gets this part of the owner's loss, and the treasury the rest.
  function assertDivided(Books memory before, uint256 taken, uint256 reporterBps) internal view {
    uint256 toReporter = ofOwner(before, taken) * reporterBps / 10_000;
    assertEq(cai.balanceOf(reporter) - before.reporter, toReporter);
    assertEq(cai.balanceOf(treasury) - before.treasury, taken - toReporter);
  }

  function slashed(uint256 node, Books memory before) internal returns (uint256 taken) {
    taken = before.within - books(node).within;
    staked -= taken;
  }

  function ofOwner(Books memory before, uint256 taken) internal pure returns (uint256) {
    return before.within == 0 ? 0 : taken * before.bond / before.within;
  }

  function books(uint256 id) internal view returns (Books memory) {
    Node memory node = staking.node(id);
    return Books({
      reporter: cai.balanceOf(reporter),
      owner: cai.balanceOf(node.owner),
      treasury: cai.balanceOf(treasury),
      within: node.assets + staking.unbondingOf(id),
      bond: node.selfBond + leaving(node)
    });
  }

  function leaving(Node memory node) private view returns (uint256 amount) {
    Exit[] memory exits = staking.exitsOf(node.owner);
    for (uint256 i = 0; i < exits.length; i++) {
      if (exits[i].nodeId == node.id) amount += exits[i].amount;
    }
  }

  /// @dev The verdict of one jury.
  function found(uint256 id, uint256 round) internal view returns (Verdict) {
    uint256 right = votes[id][round][uint256(Verdict.Right)];
    uint256 wrong = votes[id][round][uint256(Verdict.Wrong)];
    if (right + wrong < QUORUM || right == wrong) return Verdict.None;
    return wrong > right ? Verdict.Wrong : Verdict.Right;
  }

  function decisive(uint256 id) internal view returns (uint256) {
    return found(id, 1) == Verdict.None ? 0 : 1;
  }

  function verdictOf(uint256 id) internal view returns (Verdict) {
    return found(id, decisive(id));
  }

  function roundOf(uint256 id) internal view returns (uint256) {
    return trials[id].appealed ? 1 : 0;
  }

  function juryOf(uint256 id, uint256 round) internal view returns (Jury memory) {
    return juries.getCase(id).juries[round];
  }

  function endOf(Jury memory jury) internal pure returns (uint256) {
    return jury.commitEnd == 0 ? jury.start + STEP + 1 : jury.commitEnd + STEP;
  }

  /// @dev From when a case can be settled.
  function dueAt(uint256 id) internal view returns (uint256) {
    uint256 end = endOf(juryOf(id, roundOf(id)));
    return trials[id].appealed || found(id, 0) == Verdict.None ? end : end + STEP;
  }

  function phaseOf(uint256 id) internal view returns (Phase) {
    Jury memory jury = juryOf(id, roundOf(id));
    if (jury.commitEnd == 0) return block.timestamp < endOf(jury) ? Phase.Draw : Phase.Over;
    if (block.timestamp < jury.commitEnd) return Phase.Commit;
    if (block.timestamp < endOf(jury)) return Phase.Reveal;
    return block.timestamp < dueAt(id) ? Phase.Appeal : Phase.Over;
  }

  /// @dev Whether a node was drawn for the jury and has another owner than the accused.
  function eligible(uint256 id, uint256 round, uint256 node) internal view returns (bool) {
    address owner = staking.node(trials[id].accused).owner;
    return juries.isDrawn(id, round, node) && staking.node(node).owner != owner;
  }
}
