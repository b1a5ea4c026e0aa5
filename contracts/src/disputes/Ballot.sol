// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Finding } from "./Jury.sol";
import { Messages } from "./Messages.sol";

/// @notice How much of a node's weight a jury's totals leave out, because it gets no seats.
/// @dev `Excess`: what it had in one of the two moments that count and not in the other. `All`: it may not sit.
enum LeftOut {
  Nothing,
  Excess,
  All
}

/// @notice A juror's vote as stored, in one slot.
/// @param sealedVote The first bytes of the hash of the vote.
/// @param finding `None` until it is revealed.
/// @param leftOut As which the node was named. Of the first round, for all.
struct Ballot {
  bytes27 sealedVote;
  uint16 seats;
  Finding finding;
  bool paid;
  LeftOut leftOut;
}

/// @notice A sealed vote with the signature of its node's operator key, in the short form of EIP-2098.
/// @param vote The hash of the vote, `Ballots.seal`.
struct SealedVote {
  uint256 nodeId;
  bytes32 vote;
  bytes32 r;
  bytes32 vs;
}

/// @notice A vote, opened.
/// @param distance How far the juror's own result is from the reported one, by the measure of the model's family.
/// @param salt Keeps others from guessing the vote.
struct OpenedVote {
  uint256 nodeId;
  Finding finding;
  uint64 distance;
  bytes32 salt;
}

/// @title How a vote is sealed and signed.
/// @notice The signature covers the hash of the whole vote. So it takes no second one to open it: whoever knows the
/// salt has it from the juror.
library Ballots {
  bytes32 private constant SEALED_VOTE_TYPEHASH =
    keccak256("SealedVote(uint256 caseId,uint256 round,uint256 nodeId,bytes32 vote)");

  /// @notice The hash of a vote. It names the seat, so that nobody can copy another juror's.
  function seal(uint256 caseId, uint256 round, OpenedVote calldata vote) internal pure returns (bytes32) {
    return keccak256(abi.encode(caseId, round, vote));
  }

  /// @notice The EIP-712 domain of votes; its verifying contract is the calling one.
  function domain() internal view returns (bytes32) {
    return keccak256(
      abi.encode(
        Messages.DOMAIN_TYPEHASH, keccak256("Cuckoo Juries"), keccak256("1"), block.chainid, address(this)
      )
    );
  }

  /// @notice What an operator key signs.
  function digest(bytes32 domain_, uint256 caseId, uint256 round, SealedVote calldata vote)
    internal
    pure
    returns (bytes32)
  {
    return MessageHashUtils.toTypedDataHash(
      domain_, keccak256(abi.encode(SEALED_VOTE_TYPEHASH, caseId, round, vote.nodeId, vote.vote))
    );
  }
}
