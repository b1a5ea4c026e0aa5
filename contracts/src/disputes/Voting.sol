// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Blockhash } from "@openzeppelin/contracts/utils/Blockhash.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Ballot, Ballots, OpenedVote, SealedVote } from "./Ballot.sol";
import { Barred, Case } from "./Case.sol";
import { Docket } from "./Docket.sol";
import { Finding, Jury, JuryRules } from "./Jury.sol";
import { Sortition } from "./Sortition.sol";
import { Terms, TermsRules } from "./Terms.sol";

/// @notice What seats a node on a jury.
struct Bench {
  Barred barred;
  bytes32 seed;
  uint256 totalWeight;
  uint256 seats;
  uint48 drawnAt;
}

/// @title Draws juries and takes their votes.
/// @notice Jurors hold no gas: anybody may send their votes, many in one call. What somebody else has sent before is
/// passed over, so that two senders do not stop each other.
abstract contract Voting is Docket {
  using JuryRules for Jury;
  using TermsRules for Terms;

  event JuryDrawn(uint256 indexed caseId, uint256 round, bytes32 seed);
  event Committed(uint256 indexed caseId, uint256 round, uint256 nodeId);
  event Revealed(uint256 indexed caseId, uint256 round, uint256 nodeId, Finding finding, uint64 distance);

  /// @notice The chain does not know the hash of this block yet, or no more: then the jury stays empty, and can be
  /// appealed.
  error SeedUnknown(uint256 seedBlock);
  /// @notice None of these votes counts. This node has no seats on the jury, or its key did not sign its vote.
  error VoteRefused(uint256 caseId, uint256 nodeId);
  error WrongVote(uint256 nodeId);

  /// @notice Draws the jury with the hash of the block that was named beforehand. There is no second draw: who does
  /// not like the first could wait for it.
  function draw(uint256 caseId) public {
    (Case storage dispute, Jury storage jury, Terms memory terms) = _running(caseId);
    _requireBefore(jury.commitEnd(terms));
    if (jury.seed != 0) return;
    uint256 round = dispute.round;
    uint256 seedBlock = jury.seedBlock;
    bytes32 blockHash = Blockhash.blockHash(seedBlock);
    if (blockHash == 0) revert SeedUnknown(seedBlock);
    jury.seed = keccak256(abi.encode(blockHash, caseId, round));
    emit JuryDrawn(caseId, round, jury.seed);
  }

  /// @notice Records sealed votes, and draws the jury if nobody has yet. A node's first one stands. Votes that do not
  /// count are passed over, because a juror can lose its seats or replace its key after it signed, and must not
  /// stop the others. `Committed` tells which were recorded.
  function commit(uint256 caseId, SealedVote[] calldata votes) external {
    draw(caseId);
    uint256 round = _cases[caseId].round;
    Bench memory bench = _benchOf(caseId, round);
    bytes32 domain = Ballots.domain();
    bool anyStands = votes.length == 0;
    for (uint256 i = 0; i < votes.length; i++) {
      SealedVote calldata vote = votes[i];
      uint256 nodeId = vote.nodeId;
      Ballot storage ballot = _ballotAt(caseId, round, nodeId);
      if (ballot.seats == 0) {
        // Zero for what is no signature, and no operator is zero.
        (address signer,,) = ECDSA.tryRecover(Ballots.digest(domain, caseId, round, vote), vote.r, vote.vs);
        (uint256 seats, address operator) = _seatsOf(bench, nodeId);
        if (seats == 0 || signer != operator || _isNamed(caseId, nodeId)) continue;
        // At most twice a jury's seats, which fit.
        // forge-lint: disable-next-line(unsafe-typecast)
        (ballot.sealedVote, ballot.seats) = (bytes27(vote.vote), uint16(seats));
        emit Committed(caseId, round, nodeId);
      }
      anyStands = true;
    }
    if (!anyStands) revert VoteRefused(caseId, votes[0].nodeId);
  }

  /// @notice Opens sealed votes.
  function reveal(uint256 caseId, OpenedVote[] calldata votes) external {
    (Case storage dispute, Jury storage jury, Terms memory terms) = _running(caseId);
    _requireFrom(jury.commitEnd(terms));
    _requireBefore(jury.revealEnd(terms));
    uint256 round = dispute.round;
    uint32[4] memory counts = jury.votes;
    for (uint256 i = 0; i < votes.length; i++) {
      OpenedVote calldata vote = votes[i];
      Ballot storage ballot = _ballotAt(caseId, round, vote.nodeId);
      if (ballot.finding != Finding.None) continue;
      bool fits = ballot.seats != 0 && ballot.sealedVote == bytes27(Ballots.seal(caseId, round, vote));
      if (!fits || vote.finding == Finding.None) revert WrongVote(vote.nodeId);
      ballot.finding = vote.finding;
      counts[uint256(vote.finding)] += ballot.seats;
      emit Revealed(caseId, round, vote.nodeId, vote.finding, vote.distance);
    }
    jury.votes = counts;
  }

  /// @notice The seats of a node on a jury; 0 before the draw, and for who may not sit.
  function seatsOf(uint256 caseId, uint256 round, uint256 nodeId) public view returns (uint256 seats) {
    Bench memory bench = _benchOf(caseId, round);
    bool empty = bench.seed == 0 || _isNamed(caseId, nodeId);
    if (!empty) (seats,) = _seatsOf(bench, nodeId);
  }

  function ballotOf(uint256 caseId, uint256 round, uint256 nodeId) external view returns (Ballot memory) {
    return _ballotAt(caseId, round, nodeId);
  }

  function _benchOf(uint256 caseId, uint256 round) private view returns (Bench memory) {
    Jury storage jury = _juryAt(caseId, round);
    return Bench({
      barred: _barredOf(caseId),
      seed: jury.seed,
      totalWeight: jury.totalWeight,
      seats: _terms.seatsOf(round),
      drawnAt: _cases[caseId].drawnAt
    });
  }

  /// @dev A node's seats, and the key that votes for it. Nothing that happens after the case was opened makes it lose
  /// them.
  function _seatsOf(Bench memory bench, uint256 nodeId)
    private
    view
    returns (uint256 seats, address operator)
  {
    bool another;
    bool mayNot;
    (another, mayNot, operator) = _standingOf(bench.barred, nodeId);
    if (!another || mayNot) return (0, operator);
    (uint256 atDraw, uint256 atCase) = _weightsOf(nodeId, bench.drawnAt, bench.barred.before);
    seats = Sortition.seatsOf(bench.seed, nodeId, Math.min(atDraw, atCase), bench.totalWeight, bench.seats);
  }
}
