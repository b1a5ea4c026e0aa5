// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Operators } from "../../src/Operators.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev A key serves throughout the seconds between the one in which it is bound and the one in which it is replaced.
contract ServedAtTest is Fixture {
  uint256 private id;
  address private operator;
  uint48 private start;

  function setUp() public override {
    super.setUp();
    operator = makeAddr("operator");
    start = uint48(vm.getBlockTimestamp());
    id = registerMiner(alice);
  }

  function rotate(string memory name) private returns (address next) {
    uint256 key;
    (next, key) = makeAddrAndKey(name);
    bytes memory consent = signConsent(key, alice, Role.Miner, next, vm.getBlockTimestamp());
    vm.prank(alice);
    staking.rotateOperator(id, next, vm.getBlockTimestamp(), consent);
  }

  function test_servesFromTheSecondOfItsBinding() public view {
    assertEq(staking.operators().servedAt(operator, start - 1), 0);
    assertEq(staking.operators().servedAt(operator, start), id);
    assertEq(staking.operators().servedAt(operator, start + 1), id);
    assertEq(staking.operators().servedAt(operator, type(uint48).max), id);
    assertEq(staking.operators().servedAt(bob, start + 1), 0);
    assertEq(staking.operators().servedAt(bob, 0), 0);
  }

  function testFuzz_servesUntilItIsReplaced(uint32 term) public {
    term = uint32(_bound(term, 2, type(uint32).max));
    skip(term);
    address next = rotate("next");
    assertEq(staking.operators().servedAt(operator, start + term - 1), id);
    assertEq(staking.operators().servedAt(operator, start + term), id);
    assertEq(staking.operators().servedAt(operator, start + term + 1), 0);
    assertEq(staking.operators().servedAt(next, start + term - 1), 0);
    assertEq(staking.operators().servedAt(next, start + term), id);
    assertEq(staking.operators().servedAt(next, start + term + 1), id);
    assertEq(staking.nodeIdOf(operator), id);
  }

  function test_aKeyReplacedInTheSecondOfItsBindingServedInThatOne() public {
    rotate("next");
    assertEq(staking.operators().servedAt(operator, start), id);
    assertEq(staking.operators().servedAt(operator, start + 1), 0);
  }

  /// @dev Of what it signs about a second, a key answers for all before its end.
  function testFuzz_answersForAllBeforeItIsReplaced(uint32 term) public {
    assertEq(staking.operators().answersAt(operator, 0), id);
    assertEq(staking.operators().answersAt(operator, type(uint48).max), id);
    assertEq(staking.operators().answersAt(bob, start), 0);
    skip(term);
    address next = rotate("next");
    assertEq(staking.operators().answersAt(operator, start - 1), id);
    assertEq(staking.operators().answersAt(operator, start + term), id);
    assertEq(staking.operators().answersAt(operator, uint48(start) + term + 1), 0);
    assertEq(staking.operators().answersAt(next, start - 1), id);
    assertEq(staking.operators().answersAt(next, uint48(start) + term + 1), id);
  }

  function test_retirementEndsTheService() public {
    skip(10);
    vm.prank(alice);
    staking.retire(id);
    assertEq(staking.operators().servedAt(operator, start + 10), id);
    assertEq(staking.operators().servedAt(operator, start + 11), 0);
    assertEq(staking.payoutOf(operator), alice);
  }

  function test_ruinEndsTheService() public {
    skip(10);
    vm.prank(admin);
    staking.slash(id, MINER_MINIMUM, admin);
    assertTrue(staking.node(id).retired);
    assertEq(staking.operators().servedAt(operator, start + 10), id);
    assertEq(staking.operators().servedAt(operator, start + 11), 0);
  }

  function test_onlyStakingBindsKeysAndEndsTheirService() public {
    Operators operators = staking.operators();
    bytes memory refusal = abi.encodeWithSelector(Operators.OnlyStaking.selector, address(this));
    vm.expectRevert(refusal);
    operators.bind(id, Role.Miner, alice, operator, block.timestamp, "");
    vm.expectRevert(refusal);
    operators.end(id);
  }
}
