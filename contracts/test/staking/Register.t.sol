// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Operators } from "../../src/Operators.sol";
import { Commission } from "../../src/staking/Commission.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Registry } from "../../src/staking/Registry.sol";
import { Weights } from "../../src/staking/Weights.sol";
import { Fixture } from "../Fixture.sol";
import { ContractWallet } from "../doubles/ContractWallet.sol";

contract RegisterTest is Fixture {
  address private operator;
  uint256 private operatorKey;

  function setUp() public override {
    super.setUp();
    (operator, operatorKey) = makeAddrAndKey("operator");
  }

  function register(address owner, uint256 bond, bytes memory consent) private returns (uint256) {
    vm.prank(owner);
    return staking.register(Role.Miner, operator, 1_000, bond, "{}", block.timestamp, consent);
  }

  function consentTo(address owner) private view returns (bytes memory) {
    return signConsent(operatorKey, owner, Role.Miner, operator, block.timestamp);
  }

  function testFuzz_registersWithTheMinimumOrMore(uint256 bond, bool coordinator) public {
    Role role = coordinator ? Role.Coordinator : Role.Miner;
    bond = _bound(bond, staking.minimumOf(role), cai.totalSupply());
    giveAndStake(alice, bond);
    bytes memory consent = signConsent(operatorKey, alice, role, operator, block.timestamp);
    vm.expectEmit(address(staking));
    emit Registry.Registered(1, alice, operator, role);
    vm.prank(alice);
    staking.register(role, operator, 1_000, bond, "{}", block.timestamp, consent);

    Node memory node = staking.node(1);
    assertEq(node.id, 1);
    assertEq(node.owner, alice);
    assertEq(node.operator, operator);
    assertEq(uint8(node.role), uint8(role));
    assertEq(node.commissionBps, 1_000);
    assertTrue(node.active);
    assertFalse(node.retired);
    assertEq(node.jailedUntil, 0);
    assertEq(node.weight, bond);
    assertEq(node.assets, bond);
    assertEq(node.selfBond, bond);
    assertEq(node.infoHash, keccak256("{}"));
    assertEq(node.infoBlock, block.number);
    assertEq(staking.totalWeight(role), bond);
    assertEq(staking.totalWeight(coordinator ? Role.Miner : Role.Coordinator), 0);
    assertEq(staking.idleOf(alice), 0);
    assertEq(staking.nodeCount(), 1);
    assertEq(staking.payoutOf(operator), alice);
  }

  function testFuzz_tooSmallABondIsRefused(uint256 bond) public {
    bond = _bound(bond, 0, MINER_MINIMUM - 1);
    giveAndStake(alice, MINER_MINIMUM);
    bytes memory consent = consentTo(alice);
    vm.expectRevert(abi.encodeWithSelector(Registry.BondBelowMinimum.selector, bond, MINER_MINIMUM));
    register(alice, bond, consent);
  }

  function test_aCoordinatorNeedsTheMinimumOfCoordinators() public {
    giveAndStake(alice, COORDINATOR_MINIMUM);
    Role role = Role.Coordinator;
    bytes memory consent = signConsent(operatorKey, alice, role, operator, block.timestamp);
    uint256 bond = COORDINATOR_MINIMUM - 1;
    vm.expectRevert(abi.encodeWithSelector(Registry.BondBelowMinimum.selector, bond, COORDINATOR_MINIMUM));
    vm.prank(alice);
    staking.register(role, operator, 1_000, bond, "{}", block.timestamp, consent);
  }

  function test_theBondComesFromIdleStake() public {
    giveAndStake(alice, MINER_MINIMUM - 1);
    bytes memory consent = consentTo(alice);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, MINER_MINIMUM - 1, MINER_MINIMUM));
    register(alice, MINER_MINIMUM, consent);
  }

  /// @dev The number that means all for a way out means itself here.
  function test_theGreatestNumberIsNoBond() public {
    giveAndStake(alice, MINER_MINIMUM);
    bytes memory consent = consentTo(alice);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, MINER_MINIMUM, type(uint256).max));
    register(alice, type(uint256).max, consent);
  }

  function test_noRoleIsRefused() public {
    vm.expectRevert(Weights.UnknownRole.selector);
    staking.register(Role.None, operator, 0, MINER_MINIMUM, "{}", block.timestamp, "");
    vm.expectRevert(Weights.UnknownRole.selector);
    staking.totalWeight(Role.None);
  }

  function test_consentIsForOneOwnerRoleAndDeadline() public {
    giveAndStake(alice, COORDINATOR_MINIMUM);
    giveAndStake(bob, MINER_MINIMUM);
    bytes memory consent = consentTo(alice);
    bytes memory refusal = abi.encodeWithSelector(Operators.InvalidConsent.selector, operator);
    vm.expectRevert(refusal);
    register(bob, MINER_MINIMUM, consent);

    vm.startPrank(alice);
    vm.expectRevert(refusal);
    staking.register(Role.Coordinator, operator, 0, COORDINATOR_MINIMUM, "{}", block.timestamp, consent);
    vm.expectRevert(refusal);
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "{}", block.timestamp + 1, consent);
    vm.expectRevert(abi.encodeWithSelector(Operators.InvalidConsent.selector, bob));
    staking.register(Role.Miner, bob, 0, MINER_MINIMUM, "{}", block.timestamp, consent);
    vm.expectRevert(abi.encodeWithSelector(Operators.ConsentExpired.selector, block.timestamp - 1));
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "{}", block.timestamp - 1, consent);
    vm.chainId(block.chainid + 1);
    vm.expectRevert(refusal);
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "{}", block.timestamp, consent);
  }

  function test_theZeroKeyCannotConsent() public {
    giveAndStake(alice, MINER_MINIMUM);
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Operators.InvalidConsent.selector, address(0)));
    staking.register(Role.Miner, address(0), 0, MINER_MINIMUM, "{}", block.timestamp, "");
  }

  /// @dev It could neither sign what a node signs nor be convicted by what it signed.
  function test_aContractCannotBeOperator() public {
    ContractWallet wallet = new ContractWallet(operator);
    giveAndStake(alice, MINER_MINIMUM);
    bytes memory consent = signConsent(operatorKey, alice, Role.Miner, address(wallet), block.timestamp);
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Operators.InvalidConsent.selector, address(wallet)));
    staking.register(Role.Miner, address(wallet), 0, MINER_MINIMUM, "{}", block.timestamp, consent);
  }

  function test_anOperatorServesOneNode() public {
    registerMiner(alice);
    giveAndStake(bob, MINER_MINIMUM);
    bytes memory consent = consentTo(bob);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, operator, 1));
    register(bob, MINER_MINIMUM, consent);
  }

  function test_ownerAndOperatorMayBeOne() public {
    uint256 id = registerNode(operator, "operator", Role.Miner, 0, MINER_MINIMUM);
    assertEq(staking.node(id).owner, staking.node(id).operator);
  }

  function test_onlyTheOwnerManagesANode() public {
    uint256 id = registerMiner(alice);
    bytes memory refusal = abi.encodeWithSelector(Commission.NotNodeOwner.selector, id, operator);
    vm.startPrank(operator);
    vm.expectRevert(refusal);
    staking.rotateOperator(id, bob, block.timestamp, "");
    vm.expectRevert(refusal);
    staking.updateInfo(id, "");
    vm.expectRevert(refusal);
    staking.setCommission(id, 0);
    vm.expectRevert(refusal);
    staking.retire(id);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 2));
    staking.retire(2);
  }

  function test_noNodeIsAllZero() public view {
    Node memory node = staking.node(7);
    assertEq(node.id, 0);
    assertEq(node.owner, address(0));
    assertEq(staking.payoutOf(bob), address(0));
    assertEq(staking.nodeIdOf(bob), 0);
  }
}
