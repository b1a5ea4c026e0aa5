// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Node, NodeRecord, Role } from "./Node.sol";
import { Commission } from "./Commission.sol";
import { Penalties } from "./Penalties.sol";

/// @title Who serves the network: nodes, their owners and their operator keys.
/// @notice A key becomes a node's operator only with its own EIP-712 consent, and never serves again after it,
/// so that what is owed to an old key still reaches the node's owner. `operators` keeps the keys.
abstract contract Registry is Penalties, Commission {
  using SafeCast for uint256;

  /// @dev The most bytes of public information: enough for a name, a web address and a few network
  /// addresses.
  uint256 private constant MAX_INFO_BYTES = 2_048;

  /// @notice How many nodes have ever been registered; their ids run from 1 to this.
  uint256 public nodeCount;
  mapping(Role => uint256[] nodeIds) private _byRole;

  event Registered(uint256 indexed nodeId, address indexed owner, address indexed operator, Role role);
  event NodeOffered(uint256 indexed nodeId, address indexed to);
  event NodeTransferred(uint256 indexed nodeId, address indexed previous, address indexed owner);
  event OperatorRotated(uint256 indexed nodeId, address indexed previous, address indexed operator);
  event InfoUpdated(uint256 indexed nodeId, string info);

  error BondBelowMinimum(uint256 bond, uint256 minimum);
  error NotOffered(uint256 nodeId, address caller);
  error InfoTooLong(uint256 length, uint256 maximum);

  /// @notice Registers a node. `bond` moves from the caller's idle stake into the node's pool.
  /// @param consent The operator's signature of `Operators.OPERATOR_CONSENT_TYPEHASH`.
  function register(
    Role role,
    address operator,
    uint16 commissionBps,
    uint256 bond,
    string calldata info,
    uint256 consentDeadline,
    bytes calldata consent
  ) external returns (uint256 nodeId) {
    _requireBond(bond, minimumOf(role));
    // An exit has 24 bits for its node.
    nodeId = uint256(++nodeCount).toUint24();
    _nodes[nodeId].owner = msg.sender;
    _nodes[nodeId].role = role;
    _byRole[role].push(nodeId);
    _bind(nodeId, operator, consentDeadline, consent);
    emit Registered(nodeId, msg.sender, operator, role);
    _setCommission(nodeId, commissionBps);
    _setInfo(nodeId, info);
    vote(nodeId, bond);
  }

  /// @notice Moves `amount` of the caller's idle stake into a node's pool; the owner's is self-bond.
  function vote(uint256 nodeId, uint256 amount) public whileOpen {
    _requireOpen(nodeId);
    _leaveIdle(msg.sender, amount);
    _join(nodeId, msg.sender, amount);
  }

  /// @notice Gives the node a new operator key, which consents as at registration.
  function rotateOperator(uint256 nodeId, address operator, uint256 consentDeadline, bytes calldata consent)
    external
  {
    _owned(nodeId);
    address previous = _bind(nodeId, operator, consentDeadline, consent);
    emit OperatorRotated(nodeId, previous, operator);
  }

  /// @notice Publishes new information about the node, as JSON by convention.
  function updateInfo(uint256 nodeId, string calldata info) external {
    _owned(nodeId);
    _setInfo(nodeId, info);
  }

  /// @notice Offers the node to another owner, who has to accept; 0 takes the offer back.
  function offerNode(uint256 nodeId, address newOwner) external {
    _owned(nodeId).offeredTo = newOwner;
    emit NodeOffered(nodeId, newOwner);
  }

  /// @notice Makes the caller, to whom the node was offered, its owner. The caller's votes for it become the
  /// self-bond; those of the owner before become votes. The new bond must be the role's minimum at least, and what the
  /// owner before has there and on its way out: an owner that foresees a conviction cannot leave its fault to a wallet
  /// with less to lose.
  function acceptNode(uint256 nodeId) external {
    NodeRecord storage record = _serving(nodeId);
    address previous = record.owner;
    // A juror that handed its node to itself would seem to be another.
    if (record.offeredTo != msg.sender || previous == msg.sender) revert NotOffered(nodeId, msg.sender);
    uint256 bond = votesOf(msg.sender, nodeId);
    _requireBond(bond, minimumOf(record.role));
    _requireBond(bond, votesOf(previous, nodeId) + leavingOf(previous, nodeId));
    _accrue(nodeId);
    unchecked {
      // What the commission has earned stays with the owner that it was earned by.
      _position(nodeId, previous).debt -= record.ownerDue;
    }
    record.ownerDue = 0;
    record.owner = msg.sender;
    record.ownedSince = uint48(block.timestamp);
    _reweigh(nodeId, weightOf(nodeId));
    emit NodeTransferred(nodeId, previous, msg.sender);
  }

  /// @notice Retires the node permanently; everybody in it can leave by `unvote`.
  function retire(uint256 nodeId) external {
    _owned(nodeId);
    _retire(nodeId);
  }

  /// @notice The wallet that is paid for the work of this key; 0 for an unknown key.
  function payoutOf(address operator) external view returns (address) {
    return _nodes[nodeIdOf(operator)].owner;
  }

  /// @notice The node that an operator key serves or once served; 0 for an unknown key.
  function nodeIdOf(address operator) public view returns (uint256) {
    return operators.nodeIdOf(operator);
  }

  /// @notice The part of `node` that costs little to read, and when its owner took it over, a Unix time; 0 if it
  /// registered it.
  function identityOf(uint256 id)
    external
    view
    returns (address owner, address operator, Role role, uint256 ownedSince)
  {
    NodeRecord storage record = _nodes[id];
    return (record.owner, _operatorOf(id), record.role, record.ownedSince);
  }

  /// @notice One node; all zeros if there is none with this id.
  function node(uint256 id) public view returns (Node memory) {
    NodeRecord storage record = _nodes[id];
    return Node({
      id: record.owner == address(0) ? 0 : id,
      owner: record.owner,
      operator: _operatorOf(id),
      role: record.role,
      commissionBps: record.commissionBps,
      active: record.active,
      retired: record.retired,
      jailedUntil: record.jailedUntil,
      workingUntil: record.working ? record.paidUntil : 0,
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
    _requireAmount(limit);
    uint256[] storage ids = _byRole[role];
    uint256 total = ids.length;
    if (cursor >= total) return (nodes, 0);
    uint256 end = limit < total - cursor ? cursor + limit : total;

    nodes = new Node[](end - cursor);
    uint256 count = 0;
    for (uint256 i = cursor; i < end; i++) {
      if (!_nodes[ids[i]].retired) nodes[count++] = node(ids[i]);
    }
    // Cuts off the places of retired nodes.
    // solhint-disable-next-line no-inline-assembly
    assembly {
      mstore(nodes, count)
    }
    nextCursor = end == total ? 0 : end;
  }

  function _operatorOf(uint256 id) private view returns (address) {
    return operators.operatorOf(id);
  }

  function _requireBond(uint256 bond, uint256 minimum) private pure {
    if (bond < minimum) revert BondBelowMinimum(bond, minimum);
  }

  function _bind(uint256 nodeId, address operator, uint256 deadline, bytes calldata consent)
    private
    returns (address previous)
  {
    return operators.bind(nodeId, _nodes[nodeId].role, msg.sender, operator, deadline, consent);
  }

  function _setInfo(uint256 nodeId, string calldata info) private {
    if (bytes(info).length > MAX_INFO_BYTES) revert InfoTooLong(bytes(info).length, MAX_INFO_BYTES);
    NodeRecord storage record = _nodes[nodeId];
    record.infoHash = keccak256(bytes(info));
    record.infoBlock = uint48(block.number);
    emit InfoUpdated(nodeId, info);
  }
}
