// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Role } from "../../src/staking/Node.sol";
import { Payments } from "../../src/Payments.sol";
import { Fees } from "../../src/payments/Fees.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract FeesTest is PaymentsFixture {
  function setFees(uint16 feeBps, uint16 payerPoolBps) private {
    vm.prank(admin);
    payments.setFees(feeBps, payerPoolBps);
  }

  function share() private {
    (address[] memory payers, address[] memory payees) = (new address[](1), new address[](1));
    (payers[0], payees[0]) = (payer, payee);
    payments.shareFees(payers, payees);
  }

  function testFuzz_votersOfBothNodesAreGivenTheirPart(uint256 amount, uint16 feeBps, uint16 payerPoolBps)
    public
  {
    amount = _bound(amount, 1, 1_000e18);
    (feeBps, payerPoolBps) = (uint16(_bound(feeBps, 0, 3_000)), uint16(_bound(payerPoolBps, 0, 10_000)));
    uint256 miner = registerNode(alice, "operator", Role.Miner, 0, MINER_MINIMUM);
    uint256 coordinator = registerNode(carol, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    vote(bob, miner, MINER_MINIMUM);
    vote(bob, coordinator, COORDINATOR_MINIMUM);
    setFees(feeBps, payerPoolBps);

    uint256 fee = amount * feeBps / 10_000;
    assertEq(redeem(amount), amount - fee);
    assertEq(cai.balanceOf(alice), amount - fee);
    assertEq(payments.redeemed(payer, payee), amount);
    assertEq(payments.feesOf(payer, payee), fee);
    assertEq(payments.balanceOf(payer), 1_000e18 - amount);

    uint256 ofPayer = fee * payerPoolBps / 10_000;
    if (fee != 0) {
      vm.expectEmit(address(payments));
      emit Fees.FeesShared(payer, payee, fee - ofPayer, ofPayer);
    }
    share();
    assertEq(payments.feesOf(payer, payee), 0);
    assertApproxEqAbs(earned(bob, miner), (fee - ofPayer) / 2, 1);
    assertApproxEqAbs(earned(bob, coordinator), ofPayer / 2, 1);
    assertEq(cai.balanceOf(address(payments)), 1_000e18 - amount);
    assertEq(cai.allowance(address(payments), address(staking)), 0);
    share();
    assertEq(staking.vault(), fee);
  }

  function test_aPayeeWithoutANodePaysNoFee() public {
    setFees(3_000, 0);
    assertEq(redeem(10e18), 10e18);
    assertEq(payments.feesOf(payer, payee), 0);
  }

  function test_aPayerWithoutANodeLeavesAllToThePayeesVoters() public {
    uint256 miner = registerNode(alice, "operator", Role.Miner, 0, MINER_MINIMUM);
    setFees(1_000, 10_000);
    redeem(10e18);
    share();
    assertApproxEqAbs(earned(alice, miner), 1e18, 1);
  }

  function test_aNewFeeIsNotForThePast() public {
    registerMiner(alice);
    setFees(1_000, 0);
    redeem(10e18);
    setFees(2_000, 0);
    redeem(20e18);
    assertEq(payments.feesOf(payer, payee), 3e18);
    assertEq(payments.feeBps(), 2_000);
    assertEq(payments.payerPoolBps(), 0);
  }

  function test_feesAreBoundedAndTheAuthoritysAlone() public {
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
    payments.setFees(0, 0);
    vm.startPrank(admin);
    vm.expectRevert(abi.encodeWithSelector(Fees.FeeTooHigh.selector, 3_001, 3_000));
    payments.setFees(3_001, 0);
    vm.expectRevert(abi.encodeWithSelector(Fees.FeeTooHigh.selector, 10_001, 10_000));
    payments.setFees(0, 10_001);
    vm.expectEmit(address(payments));
    emit Fees.FeesSet(3_000, 10_000);
    payments.setFees(3_000, 10_000);
  }

  function test_sharingNeedsAPayeeForEachPayer() public {
    vm.expectRevert(abi.encodeWithSelector(Fees.LengthMismatch.selector, 1, 0));
    payments.shareFees(new address[](1), new address[](0));
  }

  function test_redeemManyKeepsEachFeeBack() public {
    registerMiner(alice);
    setFees(1_000, 0);
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](2);
    bytes[] memory signatures = new bytes[](2);
    (vouchers[0], vouchers[1]) = (voucher(payee, 10e18), voucher(bob, 5e18));
    (signatures[0], signatures[1]) = (signed(vouchers[0]), signed(vouchers[1]));
    assertEq(payments.redeemMany(vouchers, signatures), 14e18);
    assertEq(cai.balanceOf(alice), 9e18);
    assertEq(cai.balanceOf(bob), 5e18);
  }
}
