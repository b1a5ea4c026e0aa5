// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract DepositWithPermitTest is PaymentsFixture {
  function test_depositWithPermitOutlivesAFrontRunPermit() public {
    vm.prank(admin);
    cai.transfer(payer, 5e18);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(payerKey, address(payments), 5e18, block.timestamp);
    cai.permit(payer, address(payments), 5e18, block.timestamp, v, r, s);
    vm.prank(payer);
    payments.depositWithPermit(alice, 5e18, block.timestamp, v, r, s);
    assertEq(payments.balanceOf(alice), 5e18);
  }

  function test_depositWithABadPermitSaysTheAllowanceIsShort() public {
    vm.prank(payer);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(payments), 0, 5e18)
    );
    payments.depositWithPermit(alice, 5e18, block.timestamp, 27, 0, 0);
  }
}
