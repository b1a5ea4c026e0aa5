// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ChaCha20 } from "../src/ChaCha20.sol";
import { Test } from "./Test.sol";

contract ChaCha20Test is Test {
  /// @dev RFC 8439, appendix A.1, the test vectors with a nonce of zero.
  function test_agreesWithTheVectorsOfRFC8439() public pure {
    assertEq(
      blockOf(0, 0),
      hex"76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
      hex"da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
    );
    assertEq(
      blockOf(0, 1),
      hex"9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
      hex"29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
    );
    assertEq(
      blockOf(bytes32(uint256(1)), 1),
      hex"3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a"
      hex"8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0"
    );
    assertEq(
      blockOf(bytes32(uint256(0xff) << 240), 2),
      hex"72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca"
      hex"13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096"
    );
  }

  function blockOf(bytes32 key, uint32 counter) private pure returns (bytes memory bytes_) {
    for (uint256 place = 0; place < 8; place++) {
      uint256 word = ChaCha20.word64(key, counter, place);
      for (uint256 i = 0; i < 8; i++) {
        bytes_ = abi.encodePacked(bytes_, uint8(word >> (8 * i)));
      }
    }
  }
}
