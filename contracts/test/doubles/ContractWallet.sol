// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev An ERC-1271 wallet that signs with one key and takes no native money.
contract ContractWallet is IERC1271 {
  address private immutable _signer;

  constructor(address signer) {
    _signer = signer;
  }

  function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
    return ECDSA.recoverCalldata(hash, signature) == _signer ? this.isValidSignature.selector : bytes4(0);
  }
}
