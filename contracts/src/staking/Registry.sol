// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Node, NodeRecord, Role } from "./Node.sol";
import { Commission } from "./Commission.sol";
import { Penalties } from "./Penalties.sol";

/// @title Who serves the network: nodes, their owners and their operator keys.
/// @notice A key becomes a node's operator only with its own EIP-712 consent, and a key that has served a node
/// can never serve another, so that what is owed to an old key still reaches the node's owner.
abstract contract Registry is Penalties, Commission, EIP712 {
  using SafeCast for uint256;

  /// @notice keccak256 of the type that an operator key signs to agree to serve.
  bytes32 public constant OPERATOR_CONSENT_TYPEHASH =
    keccak256("OperatorConsent(address owner,uint8 role,address operator,uint256 nonce,uint256 deadline)");
  /// @notice The most bytes of public information: enough for a name, a web address and a few network
  /// addresses.
  uint256 public constant MAX_INFO_BYTES = 2_048;

  /// @notice How many nodes have ever been registered; their ids run from 1 to this.
  uint256 public nodeCount;
  /// @notice The node that an operator key serves or once served; 0 for an unknown key.
  mapping(address operator => uint256) public nodeIdOf;
  /// @notice The nonce of this key's next consent.
  mapping(address operator => uint256) public operatorNonce;
  mapping(Role => uint256[] nodeIds) private _byRole;

  event Registered(uint256 indexed nodeId, address indexed owner, address indexed operator, Role role);
  event OperatorRotated(uint256 indexed nodeId, address indexed previous, address indexed operator);
  event InfoUpdated(uint256 indexed nodeId, string info);

  error BondBelowMinimum(uint256 bond, uint256 minimum);
  error ConsentExpired(uint256 deadline);
  error InfoTooLong(uint256 length, uint256 maximum);
  error InvalidConsent(address operator);
  error OperatorTaken(address operator, uint256 nodeId);

  constructor() EIP712("Cuckoo Staking", "1") { }

  /// @notice Registers a node. `bond` moves from the caller's idle stake into the node's pool.
  /// @param consent The operator's signature of `OPERATOR_CONSENT_TYPEHASH`, ECDSA or ERC-1271.
  function register(
    Role role,
    address operator,
    uint16 commissionBps,
    uint256 bond,
    string calldata info,
    uint256 consentDeadline,
    bytes calldata consent
  ) external returns (uint256 nodeId) {
    uint256 minimum = minimumOf(role);
    if (bond < minimum) revert BondBelowMinimum(bond, minimum);
    // An exit has 24 bits for its node.
    nodeId = uint256(++nodeCount).toUint24();
    _nodes[nodeId].owner = msg.sender;
    _nodes[nodeId].role = role;
    _byRole[role].push(nodeId);
    _bindOperator(nodeId, operator, consentDeadline, consent);
    emit Registered(nodeId, msg.sender, operator, role);
    _setCommission(nodeId, commissionBps);
    _setInfo(nodeId, info);
    vote(nodeId, bond);
  }

  /// @notice Moves `amount` of the caller's idle stake into a node's pool; the owner's is self-bond.
  function vote(uint256 nodeId, uint256 amount) public whileOpen {
    if (_existing(nodeId).retired) revert NodeIsRetired(nodeId);
    _leaveIdle(msg.sender, amount);
    _joinNode(nodeId, msg.sender, amount);
  }

  /// @notice Gives the node a new operator key, which consents as at registration.
  function rotateOperator(uint256 nodeId, address operator, uint256 consentDeadline, bytes calldata consent)
    external
  {
    address previous = _owned(nodeId).operator;
    _bindOperator(nodeId, operator, consentDeadline, consent);
    emit OperatorRotated(nodeId, previous, operator);
  }

  /// @notice Publishes new information about the node, as JSON by convention.
  function updateInfo(uint256 nodeId, string calldata info) external {
    _owned(nodeId);
    _setInfo(nodeId, info);
  }

  /// @notice Retires the node permanently; everybody in it can leave by `unvote`.
  function retire(uint256 nodeId) external {
    _owned(nodeId);
    _retire(nodeId);
  }

  /// @notice The wallet that is paid for the work of this key; 0 for an unknown key.
  function payoutOf(address operator) external view returns (address) {
    return _nodes[nodeIdOf[operator]].owner;
  }

  /// @notice Since when a node's current operator key has served it, a Unix time. Evidence about an earlier
  /// moment proves nothing about this key.
  function operatorSince(uint256 nodeId) external view returns (uint256) {
    return _nodes[nodeId].operatorSince;
  }

  /// @notice One node; all zeros if there is none with this id.
  function node(uint256 id) public view returns (Node memory) {
    NodeRecord storage record = _nodes[id];
    return Node({
      id: record.owner == address(0) ? 0 : id,
      owner: record.owner,
      operator: record.operator,
      role: record.role,
      commissionBps: record.commissionBps,
      active: record.active,
      retired: record.retired,
      jailedUntil: record.jailedUntil,
      weight: weightOf(id),
      assets: record.pool.assets,
      selfBond: votesOf(record.owner, id),
      infoHash: record.infoHash,
      infoBlock: record.infoBlock
    });
  }

  /// @notice A page of the nodes of a role, oldest first, without the retired ones.
  /// @param cursor 0 for the first page, then each answer's `nextCursor` until that is 0.
  /// @param limit How many nodes to look at; retired nodes among them make the page shorter.
  function roster(Role role, uint256 cursor, uint256 limit)
    external
    view
    returns (Node[] memory nodes, uint256 nextCursor)
  {
    if (limit == 0) revert ZeroAmount();
    uint256[] storage ids = _byRole[role];
    uint256 total = ids.length;
    if (cursor >= total) return (nodes, 0);
    uint256 end = limit < total - cursor ? cursor + limit : total;

    uint256 count = 0;
    for (uint256 i = cursor; i < end; i++) {
      if (!_nodes[ids[i]].retired) count++;
    }
    nodes = new Node[](count);
    for (uint256 i = end; i > cursor; i--) {
      uint256 id = ids[i - 1];
      if (!_nodes[id].retired) nodes[--count] = node(id);
    }
    nextCursor = end == total ? 0 : end;
  }

  function _bindOperator(uint256 nodeId, address operator, uint256 deadline, bytes calldata consent) private {
    uint256 bound = nodeIdOf[operator];
    if (bound != 0 && bound != nodeId) revert OperatorTaken(operator, bound);
    if (block.timestamp > deadline) revert ConsentExpired(deadline);
    bytes32 digest = _hashTypedDataV4(
      keccak256(
        abi.encode(
          OPERATOR_CONSENT_TYPEHASH,
          msg.sender,
          _nodes[nodeId].role,
          operator,
          operatorNonce[operator]++,
          deadline
        )
      )
    );
    if (!SignatureChecker.isValidSignatureNowCalldata(operator, digest, consent)) {
      revert InvalidConsent(operator);
    }
    nodeIdOf[operator] = nodeId;
    (_nodes[nodeId].operator, _nodes[nodeId].operatorSince) = (operator, uint48(block.timestamp));
  }

  function _setInfo(uint256 nodeId, string calldata info) private {
    if (bytes(info).length > MAX_INFO_BYTES) revert InfoTooLong(bytes(info).length, MAX_INFO_BYTES);
    _nodes[nodeId].infoHash = keccak256(bytes(info));
    _nodes[nodeId].infoBlock = uint48(block.number);
    emit InfoUpdated(nodeId, info);
  }
}
