// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Authority } from "../src/Authority.sol";
import { CAI } from "../src/CAI.sol";
import { Staking } from "../src/Staking.sol";
import { Role } from "../src/staking/Node.sol";
import { Test } from "./Test.sol";

/// @dev Token, authority and staking as deployed, and the steps that most tests begin with.
abstract contract Fixture is Test {
  uint256 internal constant MINER_MINIMUM = 20_000e18;
  uint256 internal constant COORDINATOR_MINIMUM = 2_000_000e18;
  uint64 internal constant COOL_DOWN = 7 days;
  bytes32 internal constant PERMIT_TYPEHASH =
    keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

  CAI internal cai;
  Authority internal authority;
  Staking internal staking;

  address internal admin = makeAddr("admin");
  address internal alice = makeAddr("alice");
  address internal bob = makeAddr("bob");
  address internal carol = makeAddr("carol");

  function setUp() public virtual {
    vm.warp(1_800_000_000);
    cai = new CAI(admin);
    authority = new Authority(admin);
    staking = new Staking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
  }

  function give(address user, uint256 amount) internal {
    vm.prank(admin);
    cai.transfer(user, amount);
    vm.prank(user);
    cai.approve(address(staking), type(uint256).max);
  }

  function giveAndStake(address user, uint256 amount) internal {
    give(user, amount);
    vm.prank(user);
    staking.stake(amount);
  }

  function vote(address user, uint256 nodeId, uint256 amount) internal {
    giveAndStake(user, amount);
    vm.prank(user);
    staking.vote(nodeId, amount);
  }

  function fund(uint256 amount, uint256 duration) internal {
    vm.startPrank(admin);
    cai.approve(address(staking), amount);
    staking.fund(amount, duration);
    vm.stopPrank();
  }

  /// @dev Pays a fee in for the pool of a node.
  function reward(uint256 nodeId, uint256 amount) internal {
    vm.startPrank(admin);
    cai.approve(address(staking), amount);
    staking.reward(nodeId, amount);
    vm.stopPrank();
  }

  /// @dev Pays in the fees for this many weeks of a node's work.
  function payWeeks(uint256 nodeId, uint256 weeks_) internal {
    reward(nodeId, (staking.weightOf(nodeId) * weeks_ + 9_999) / 10_000);
  }

  /// @dev Registers a node with an operator key named `name`.
  function registerNode(address owner, string memory name, Role role, uint16 commissionBps, uint256 bond)
    internal
    returns (uint256 nodeId)
  {
    giveAndStake(owner, bond);
    (address operator, uint256 key) = makeAddrAndKey(name);
    bytes memory consent = signConsent(key, owner, role, operator, block.timestamp);
    vm.prank(owner);
    nodeId = staking.register(role, operator, commissionBps, bond, name, block.timestamp, consent);
  }

  function registerMiner(address owner) internal returns (uint256 nodeId) {
    nodeId = registerNode(owner, "operator", Role.Miner, 1_000, MINER_MINIMUM);
  }

  /// @dev Gives "owner" the tokens; returns the calls with which it stakes by permit and registers at once.
  function stakeAndRegister(string memory operatorName, string memory info)
    internal
    returns (address owner, address operator, bytes[] memory calls)
  {
    uint256 ownerKey;
    uint256 operatorKey;
    (owner, ownerKey) = makeAddrAndKey("owner");
    (operator, operatorKey) = makeAddrAndKey(operatorName);
    vm.prank(admin);
    cai.transfer(owner, MINER_MINIMUM);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(ownerKey, address(staking), MINER_MINIMUM, block.timestamp);
    bytes memory consent = signConsent(operatorKey, owner, Role.Miner, operator, block.timestamp);
    calls = new bytes[](2);
    calls[0] = abi.encodeCall(Staking.stakeWithPermit, (MINER_MINIMUM, block.timestamp, v, r, s));
    calls[1] = abi.encodeCall(
      staking.register, (Role.Miner, operator, 500, MINER_MINIMUM, info, block.timestamp, consent)
    );
  }

  function jail(uint256 nodeId, uint64 until) internal {
    vm.prank(admin);
    staking.jail(nodeId, until);
  }

  function setCommission(address owner, uint256 nodeId, uint16 bps) internal {
    vm.prank(owner);
    staking.setCommission(nodeId, bps);
  }

  function signConsent(uint256 key, address owner, Role role, address operator, uint256 deadline)
    internal
    view
    returns (bytes memory)
  {
    bytes32 structHash = keccak256(
      abi.encode(
        keccak256("OperatorConsent(address owner,uint8 role,address operator,uint256 deadline)"),
        owner,
        role,
        operator,
        deadline
      )
    );
    return sign(key, MessageHashUtils.toTypedDataHash(domain("Cuckoo Staking", address(staking)), structHash));
  }

  function signPermit(uint256 key, address spender, uint256 amount, uint256 deadline)
    internal
    view
    returns (uint8 v, bytes32 r, bytes32 s)
  {
    address owner = vm.addr(key);
    bytes32 structHash =
      keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, amount, cai.nonces(owner), deadline));
    return vm.sign(key, MessageHashUtils.toTypedDataHash(cai.DOMAIN_SEPARATOR(), structHash));
  }

  function domain(string memory name, address verifier) internal view returns (bytes32) {
    return keccak256(
      abi.encode(
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
        keccak256(bytes(name)),
        keccak256("1"),
        block.chainid,
        verifier
      )
    );
  }

  function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
    (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
    return abi.encodePacked(r, s, v);
  }

  function earned(address user, uint256 nodeId) internal view returns (uint256) {
    return staking.earnedOf(user, single(nodeId))[0];
  }

  function claim(address user, uint256 nodeId) internal returns (uint256) {
    vm.prank(user);
    return staking.claim(single(nodeId), user);
  }

  /// @dev Only this role may call the function.
  function assign(address target, bytes4 selector, uint64 role) internal {
    bytes4[] memory selectors = new bytes4[](1);
    selectors[0] = selector;
    authority.setTargetFunctionRole(target, selectors, role);
  }

  function single(uint256 nodeId) internal pure returns (uint256[] memory ids) {
    ids = new uint256[](1);
    ids[0] = nodeId;
  }
}
