// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Operators } from "../../src/Operators.sol";
import { Role } from "../../src/staking/Node.sol";
import { Registry } from "../../src/staking/Registry.sol";
import { Fixture } from "../Fixture.sol";

contract RotateOperatorTest is Fixture {
  address private operator;
  uint256 private operatorKey;

  function setUp() public override {
    super.setUp();
    (operator, operatorKey) = makeAddrAndKey("operator");
  }

  function consentTo(address owner) private view returns (bytes memory) {
    return signConsent(operatorKey, owner, Role.Miner, operator, block.timestamp);
  }

  function test_rotatedKeysStayWithTheirNode() public {
    uint256 id = registerMiner(alice);
    (address next, uint256 nextKey) = makeAddrAndKey("next operator");
    bytes memory consent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    vm.expectEmit(address(staking));
    emit Registry.OperatorRotated(id, operator, next);
    vm.prank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    assertEq(staking.node(id).operator, next);
    assertEq(staking.nodeIdOf(next), id);
    assertEq(staking.nodeIdOf(operator), id);
    assertEq(staking.payoutOf(operator), alice);
  }

  /// @dev Neither by its old consent nor by a new one, so that an act of the key has one time of service.
  function test_aKeyServesOnce() public {
    uint256 id = registerMiner(alice);
    (address next, uint256 nextKey) = makeAddrAndKey("next operator");
    bytes memory consent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    vm.startPrank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, next, id));
    staking.rotateOperator(id, next, block.timestamp, consent);
    consent = consentTo(alice);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, operator, id));
    staking.rotateOperator(id, operator, block.timestamp, consent);
  }

  function test_aKeyOfAnotherNodeCannotBeRotatedIn() public {
    registerMiner(alice);
    uint256 id = registerNode(bob, "other", Role.Miner, 0, MINER_MINIMUM);
    bytes memory consent = consentTo(bob);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, operator, 1));
    staking.rotateOperator(id, operator, block.timestamp, consent);
  }
}
