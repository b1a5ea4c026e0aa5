// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Bytes } from "@openzeppelin/contracts/utils/Bytes.sol";

/// @title The ChaCha20 block function of RFC 8439, with a nonce of zero.
/// @dev The state's 16 words are four rows of four. A row is one uint256: word i is the low half of its 64-bit
/// lane i, counted from the right. Four quarter rounds are then computed at once, a carry or a shifted bit that
/// leaves its word ends in the lane's other half, and `WORDS` clears it.
library ChaCha20 {
  uint256 private constant WORDS = 0x00000000ffffffff_00000000ffffffff_00000000ffffffff_00000000ffffffff;
  /// @dev "expand 32-byte k"
  uint256 private constant CONSTANTS = 0x000000006b206574_0000000079622d32_000000003320646e_0000000061707865;

  /// @notice One of a block's eight 64-bit words, little-endian as the block's bytes are.
  /// @param counter Below 2^32.
  /// @param place 0 to 7.
  function word64(bytes32 key, uint256 counter, uint256 place) internal pure returns (uint256) {
    uint256 littleEndian = uint256(Bytes.reverseBytes32(key));
    (uint256 key0, uint256 key1) = (_lanes(littleEndian & type(uint128).max), _lanes(littleEndian >> 128));
    (uint256 a, uint256 b, uint256 c, uint256 d) = (CONSTANTS, key0, key1, counter);
    for (uint256 i = 0; i < 10; i++) {
      (a, b, c, d) = _quarterRounds(a, b, c, d);
      // Turns the rows so that each diagonal is a column.
      (b, c, d) = ((b >> 64) | (b << 192), (c >> 128) | (c << 128), (d >> 192) | (d << 64));
      (a, b, c, d) = _quarterRounds(a, b, c, d);
      (b, c, d) = ((b << 64) | (b >> 192), (c >> 128) | (c << 128), (d << 192) | (d >> 64));
    }
    uint256 row = place < 4
      ? (place < 2 ? _plus(a, CONSTANTS) : _plus(b, key0))
      : (place < 6 ? _plus(c, key1) : _plus(d, counter));
    uint256 pair = place & 1 == 0 ? row : row >> 128;
    return (pair & type(uint32).max) | ((pair >> 32) & (uint256(type(uint32).max) << 32));
  }

  function _quarterRounds(uint256 a, uint256 b, uint256 c, uint256 d)
    private
    pure
    returns (uint256, uint256, uint256, uint256)
  {
    a = _plus(a, b);
    d = _rotated(d ^ a, 16);
    c = _plus(c, d);
    b = _rotated(b ^ c, 12);
    a = _plus(a, b);
    d = _rotated(d ^ a, 8);
    c = _plus(c, d);
    b = _rotated(b ^ c, 7);
    return (a, b, c, d);
  }

  function _plus(uint256 a, uint256 b) private pure returns (uint256) {
    unchecked {
      return (a + b) & WORDS;
    }
  }

  function _rotated(uint256 row, uint256 bits) private pure returns (uint256) {
    unchecked {
      return ((row << bits) | (row >> (32 - bits))) & WORDS;
    }
  }

  /// @dev Spreads four adjacent words over the lanes of a row.
  function _lanes(uint256 words) private pure returns (uint256) {
    words = (words | (words << 64)) & 0x0000000000000000ffffffffffffffff_0000000000000000ffffffffffffffff;
    return (words | (words << 32)) & WORDS;
  }
}
