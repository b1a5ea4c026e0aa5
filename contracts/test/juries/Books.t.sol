// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote } from "../../src/disputes/Ballot.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev Cases of up to three juries that vote at random, with parties of their own and late settlements among them.
contract BooksTest is JuriesFixture {
  /// @dev Ballots that are not paid: absent, sealed only, and the minority.
  uint256 private constant ABSENT = 4;
  uint256 private constant SEALED = 5;

  /// forge-config: default.fuzz.runs = 32
  /// @dev To the wei: nothing is left in the court once everybody has its due, and the loser of nothing is nobody but
  /// the parties, the accused and the fined.
  function testFuzz_everyDepositIsPaidOutOrBurned(uint256 seed) public {
    uint256 supply = cai.totalSupply();
    uint256 id = open();
    uint256 rounds = 1 + seed % 3;
    for (uint256 round = 0; round < rounds; round++) {
      if (round != 0) {
        address party = makeAddr(string.concat("party", vm.toString(round)));
        endow(party);
        appealBy(party, id);
      }
      voteAtRandom(id, round, uint256(keccak256(abi.encode(seed, round))));
    }
    uint256 deposited = deposits(id, rounds);
    assertEq(cai.balanceOf(address(juries)), deposited);
    skip(seed % 7 == 0 ? 4 * STEP : STEP);
    uint256 before = cai.totalSupply();
    juries.settle(id);
    uint256 burned = before - cai.totalSupply();
    uint256 slashed = MINER_MINIMUM - stakeOf(accused);
    assertLe(held(accused), slashed);
    assertEq(cai.balanceOf(address(slasher)), held(accused));
    if (burned != 0) assertEq(held(accused), slashed, "burned what can still be given back");

    Finding verdict = juries.getCase(id).verdict;
    uint256 owed = 0;
    for (uint256 round = 0; round < rounds && verdict != Finding.None; round++) {
      owed += payAndFine(id, round, verdict);
    }
    assertEq(cai.balanceOf(address(juries)), 0);
    assertLe(owed, deposited + MINER_MINIMUM * SLASH_BPS / 20_000);
    assertLe(cai.totalSupply(), supply);
    assertEq(stakeOf(accused) < MINER_MINIMUM, verdict == Finding.Wrong);
  }

  function deposits(uint256 id, uint256 rounds) private view returns (uint256 sum) {
    for (uint256 round = 0; round < rounds; round++) {
      sum += juries.juryOf(id, round).deposit;
    }
  }

  /// @dev Most of a jury is of one mind, so that verdicts come about.
  function voteAtRandom(uint256 id, uint256 round, uint256 dice) private {
    draw(id, bytes32(dice | 1));
    uint256[] memory ids = jurors(id, round);
    uint256 mind = 1 + dice % 3;
    OpenedVote[] memory sealedVotes = new OpenedVote[](ids.length);
    OpenedVote[] memory openedVotes = new OpenedVote[](ids.length);
    (uint256 committed, uint256 revealed) = (0, 0);
    for (uint256 i = 0; i < ids.length; i++) {
      uint256 own = (dice >> (8 * i + 8)) % 16;
      uint256 act = own < 6 ? own : mind;
      if (act == 0) act = mind;
      if (act == ABSENT) continue;
      sealedVotes[committed++] = opened(ids[i], Finding(act == SEALED ? mind : act));
      if (act != SEALED) openedVotes[revealed++] = sealedVotes[committed - 1];
    }
    assembly {
      mstore(sealedVotes, committed)
      mstore(openedVotes, revealed)
    }
    hold(id, sealedVotes, openedVotes);
  }

  function hold(uint256 id, OpenedVote[] memory sealedVotes, OpenedVote[] memory openedVotes) private {
    commit(id, sealedVotes);
    skip(STEP);
    juries.reveal(id, openedVotes);
    skip(STEP);
  }

  /// @dev Everybody who agrees is paid, and everybody else but who could not judge is fined.
  function payAndFine(uint256 id, uint256 round, Finding verdict) private returns (uint256 paid) {
    uint256[] memory ids = jurors(id, round);
    for (uint256 i = 0; i < ids.length; i++) {
      Finding found = juries.ballotOf(id, round, ids[i]).finding;
      (uint256 wealth, uint256 stake) = (wealthOf(ids[i]), stakeOf(ids[i]));
      if (found == verdict) {
        juries.pay(id, round, keysOf(single(ids[i])));
        paid += wealthOf(ids[i]) - wealth;
      } else if (found != Finding.Unavailable) {
        juries.fine(id, round, single(ids[i]));
        uint256 fine = juries.ballotOf(id, round, ids[i]).seats == 0 ? FINE : SEALED_FINE;
        assertEq(stake - stakeOf(ids[i]), fine * juries.seatsOf(id, round, ids[i]));
      }
    }
  }
}
