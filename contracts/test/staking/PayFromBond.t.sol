// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Exit, Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract PayFromBondTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    vote(bob, id, 10e18);
  }

  function pay(uint256 amount) private returns (uint256) {
    vm.prank(admin);
    return staking.payFromBond(id, amount, carol);
  }

  function testFuzz_takesFromTheOwnerAlone(uint256 amount) public {
    amount = _bound(amount, 1, 2 * MINER_MINIMUM);
    uint256 paid = amount < MINER_MINIMUM ? amount : MINER_MINIMUM;
    vm.expectEmit(address(staking));
    emit Exits.BondPaid(id, carol, paid, 1, block.timestamp + COOL_DOWN);
    assertEq(pay(amount), paid);
    assertEq(staking.votesOf(alice, id), MINER_MINIMUM - paid);
    assertEq(staking.votesOf(bob, id), 10e18);
    assertFalse(staking.node(id).active);
    Exit[] memory exits = staking.exitsOf(carol);
    assertEq(exits[0].amount, paid);
    skip(COOL_DOWN);
    vm.prank(carol);
    staking.withdraw(1);
    assertEq(cai.balanceOf(carol), paid);
  }

  function test_whatIsPaidCanStillBeSlashed() public {
    pay(MINER_MINIMUM);
    vm.prank(admin);
    staking.slash(id, (MINER_MINIMUM + 10e18) / 2, bob);
    assertApproxEqAbs(staking.exitsOf(carol)[0].amount, MINER_MINIMUM / 2, 3);
  }

  function test_anEmptyBondPaysNothing() public {
    pay(MINER_MINIMUM);
    vm.expectRevert(Pools.ZeroAmount.selector);
    pay(1);
  }

  function test_onlyTheAuthorityPays() public {
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
    vm.prank(bob);
    staking.payFromBond(id, 1, bob);
    vm.prank(admin);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.payFromBond(9, 1, bob);
  }
}
