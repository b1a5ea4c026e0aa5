// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Role } from "./staking/Node.sol";

/// @title The operator keys of nodes, and when each of them serves.
/// @notice A key serves one node once: it is bound in one second and replaced, or its node retired, in another.
/// It never serves again, so an act of the key belongs to one node, and its consent cannot be used twice.
/// @dev Made and called by the staking contract, which is also the verifier that the consents name. A contract of
/// its own because Staking would exceed the limit on a contract's size.
contract Operators {
  /// @param since When the key was bound, a Unix time.
  /// @param until When its service ended; 0 while it serves.
  struct Service {
    uint24 nodeId;
    uint48 since;
    uint48 until;
  }

  /// @notice keccak256 of the type that an operator key signs to agree to serve.
  bytes32 public constant OPERATOR_CONSENT_TYPEHASH =
    keccak256("OperatorConsent(address owner,uint8 role,address operator,uint256 deadline)");
  bytes32 private constant DOMAIN_TYPEHASH =
    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  bytes32 private constant NAME_HASH = keccak256("Cuckoo Staking");
  bytes32 private constant VERSION_HASH = keccak256("1");

  address private immutable _staking = msg.sender;

  /// @notice The key that serves a node; a retired node's last one.
  mapping(uint256 nodeId => address) public operatorOf;
  /// @notice When a key served, and which node; zeros for an unknown key.
  mapping(address operator => Service) public serviceOf;

  error ConsentExpired(uint256 deadline);
  error InvalidConsent(address operator);
  /// @notice The key serves this node, or once did.
  error OperatorTaken(address operator, uint256 nodeId);
  error OnlyStaking(address caller);

  modifier onlyStaking() {
    if (msg.sender != _staking) revert OnlyStaking(msg.sender);
    _;
  }

  /// @notice Binds a key to a node, in place of the one that served it, which is returned.
  /// @param consent The key's own ECDSA signature of `OPERATOR_CONSENT_TYPEHASH`. A contract cannot serve: it
  /// could neither sign what a node signs nor be convicted by what it signed.
  function bind(
    uint256 nodeId,
    Role role,
    address owner,
    address operator,
    uint256 deadline,
    bytes calldata consent
  ) external onlyStaking returns (address previous) {
    uint256 bound = serviceOf[operator].nodeId;
    if (bound != 0) revert OperatorTaken(operator, bound);
    if (block.timestamp > deadline) revert ConsentExpired(deadline);
    bytes32 structHash = keccak256(abi.encode(OPERATOR_CONSENT_TYPEHASH, owner, role, operator, deadline));
    bytes32 digest = MessageHashUtils.toTypedDataHash(_domainSeparator(), structHash);
    (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, consent);
    if (failure != ECDSA.RecoverError.NoError || signer != operator) revert InvalidConsent(operator);
    previous = operatorOf[nodeId];
    if (previous != address(0)) serviceOf[previous].until = uint48(block.timestamp);
    // Staking's node ids have 24 bits.
    // forge-lint: disable-next-line(unsafe-typecast)
    serviceOf[operator] = Service({ nodeId: uint24(nodeId), since: uint48(block.timestamp), until: 0 });
    operatorOf[nodeId] = operator;
  }

  /// @notice Ends the service of a retired node's key.
  function end(uint256 nodeId) external onlyStaking {
    serviceOf[operatorOf[nodeId]].until = uint48(block.timestamp);
  }

  /// @notice The node that the key serves or once served; 0 for an unknown key.
  function nodeIdOf(address operator) external view returns (uint256) {
    return serviceOf[operator].nodeId;
  }

  /// @notice The node that the key served in the second `timestamp`, or in a part of it; 0 if there is none.
  /// @dev In the second of a rotation both keys served. A roster at a block of that second lists one of the two.
  function servedAt(address operator, uint48 timestamp) external view returns (uint256) {
    Service memory service = serviceOf[operator];
    bool served =
      service.since != 0 && service.since <= timestamp && (service.until == 0 || timestamp <= service.until);
    return served ? service.nodeId : 0;
  }

  /// @notice The node that answers for what the key signs about the second `timestamp`: the one that it served then, or
  /// came to serve later; 0 if there is none.
  /// @dev A key that was replaced signs away nothing that came later.
  function answersAt(address operator, uint48 timestamp) external view returns (uint256) {
    Service memory service = serviceOf[operator];
    bool hadEnded = service.until != 0 && service.until < timestamp;
    return hadEnded ? 0 : service.nodeId;
  }

  /// @dev Of the EIP-712 domain of Staking, on whichever chain this is.
  function _domainSeparator() private view returns (bytes32) {
    return keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, _staking));
  }
}
