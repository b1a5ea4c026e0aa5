// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev What a payer's contract can do when it is asked for its signature.
enum Answer {
  Accepts,
  Refuses,
  Reverts,
  BurnsAllGas,
  ReturnsTooLittle,
  ReturnsTooMuch,
  AcceptsDearly
}

/// @dev An ERC-1271 wallet that answers as it was told last.
contract HostileWallet is IERC1271 {
  Answer public answer;

  function tell(Answer answer_) external {
    answer = answer_;
  }

  function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
    if (answer == Answer.Refuses) return bytes4(0);
    if (answer == Answer.Reverts) revert("no");
    if (answer == Answer.BurnsAllGas) {
      assembly {
        invalid()
      }
    }
    if (answer == Answer.ReturnsTooLittle) {
      assembly {
        return(0, 4)
      }
    }
    if (answer == Answer.ReturnsTooMuch) {
      assembly {
        return(0, 1000000)
      }
    }
    if (answer == Answer.AcceptsDearly) {
      // A cold slot costs at least 2,100 gas to read; all of them are empty.
      uint256 found = 0;
      for (uint256 slot = 1_000; slot < 1_120; slot++) {
        assembly {
          found := or(found, sload(slot))
        }
      }
      if (found != 0) return bytes4(0);
    }
    return this.isValidSignature.selector;
  }
}
