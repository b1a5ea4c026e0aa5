// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Memory } from "@openzeppelin/contracts/utils/Memory.sol";
import { RLP } from "@openzeppelin/contracts/utils/RLP.sol";

/// @title Reads a block's number and time from its header, given the block's hash.
library BlockHeader {
  using RLP for bytes;
  using RLP for Memory.Slice;

  /// @dev Positions in the header's list, the same since the first block of Ethereum.
  uint256 private constant NUMBER = 8;
  uint256 private constant TIMESTAMP = 11;

  error NotTheHeader(bytes32 blockHash);

  /// @notice Number and Unix time of the block that has this hash.
  function read(bytes memory header, bytes32 blockHash)
    internal
    pure
    returns (uint256 number, uint256 timestamp)
  {
    if (keccak256(header) != blockHash) revert NotTheHeader(blockHash);
    Memory.Slice[] memory fields = header.decodeList();
    return (fields[NUMBER].readUint256(), fields[TIMESTAMP].readUint256());
  }
}
