// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Blockhash } from "@openzeppelin/contracts/utils/Blockhash.sol";
import { BlockHeader } from "./disputes/BlockHeader.sol";

/// @title The blocks whose rosters and hashes lotteries are drawn with.
/// @notice A lottery uses a block whose number is a multiple of the epoch's length, so that nobody can choose
/// among beacons. The chain knows the hashes of its last 8,191 blocks (EIP-2935). `anchor` keeps one for longer, for
/// evidence that comes late.
contract Epochs {
  /// @notice Blocks in an epoch.
  uint64 public immutable epochBlocks;

  mapping(uint256 number => bytes32) private _anchored;

  event Anchored(uint256 indexed number, bytes32 blockHash);

  /// @notice The chain does not know this block's hash, or not any more, and nobody anchored it in time.
  error BlockUnknown(uint256 number);
  error ZeroEpoch();

  constructor(uint64 epochBlocks_) {
    if (epochBlocks_ == 0) revert ZeroEpoch();
    epochBlocks = epochBlocks_;
  }

  /// @notice Keeps the hash of a block for good. Open to everybody.
  function anchor(uint256 number) external {
    bytes32 blockHash = hashOf(number);
    if (blockHash == 0) revert BlockUnknown(number);
    _anchored[number] = blockHash;
    emit Anchored(number, blockHash);
  }

  /// @notice The Unix time of a block of this chain.
  /// @param header Its RLP-encoded header.
  function timeOf(uint256 number, bytes calldata header) external view returns (uint256 timestamp) {
    bytes32 blockHash = hashOf(number);
    if (blockHash == 0) revert BlockUnknown(number);
    (, timestamp) = BlockHeader.read(header, blockHash);
  }

  /// @notice Whether lotteries are drawn with this block.
  function isEpoch(uint256 number) public view returns (bool) {
    return number % epochBlocks == 0;
  }

  /// @notice The hash of a block of this chain; 0 if it is unknown here.
  function hashOf(uint256 number) public view returns (bytes32) {
    bytes32 anchored = _anchored[number];
    return anchored == 0 ? Blockhash.blockHash(number) : anchored;
  }
}
