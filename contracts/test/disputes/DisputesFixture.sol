// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { RLP } from "@openzeppelin/contracts/utils/RLP.sol";
import { Disputes, Faults } from "../../src/Disputes.sol";
import { Epochs } from "../../src/Epochs.sol";
import { Lottery } from "../../src/Lottery.sol";
import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, Messages, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev A coordinator, five miners ranked by the lottery of one task, and the evidence their keys can sign.
abstract contract DisputesFixture is SlasherFixture {
  using RLP for RLP.Encoder;

  uint16 internal constant REPORTER_BPS = 1_000;
  uint16 internal constant EQUIVOCATION_BPS = 500;
  uint16 internal constant WRONG_ASSIGNMENT_BPS = 100;
  uint64 internal constant WINDOW = 2 days;
  uint64 internal constant ASSIGNMENT = 20 minutes;
  uint64 internal constant EPOCH = 30;
  uint64 internal constant ROSTER_BLOCK = 90;
  bytes32 internal constant TASK = keccak256("task");

  Disputes internal disputes;
  Epochs internal epochs;
  address internal reporter = makeAddr("reporter");
  address internal coordinator;
  uint256 internal coordinatorKey;
  uint256 internal coordinatorNode;
  /// @dev In the lottery's order.
  address[5] internal ranking;
  bytes internal header;
  uint256 internal drawnAt;

  function setUp() public virtual override {
    super.setUp();
    epochs = new Epochs(EPOCH);
    disputes = new Disputes(slasher, epochs, termsOf());
    appoint(address(disputes));

    coordinatorNode = registerNode(carol, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    (coordinator, coordinatorKey) = makeAddrAndKey("coordinator");
    for (uint256 i = 0; i < 5; i++) {
      string memory name = string.concat("miner", vm.toString(i));
      registerNode(alice, name, Role.Miner, 0, MINER_MINIMUM * (i + 1));
      ranking[i] = makeAddr(name);
    }
    skip(1 hours);
    drawNow();
    rank();
    skip(1 minutes);
  }

  function termsOf() internal pure returns (Faults memory) {
    return Faults({
      reporterBps: REPORTER_BPS,
      twoResultsBps: EQUIVOCATION_BPS,
      wrongDrawBps: WRONG_ASSIGNMENT_BPS,
      evidenceSeconds: WINDOW,
      assignmentSeconds: ASSIGNMENT
    });
  }

  /// @dev Makes the current second that of the epoch's block.
  function drawNow() internal {
    drawnAt = block.timestamp;
    header = mineBlock(ROSTER_BLOCK, drawnAt);
  }

  /// @dev Puts a block on the chain and some others after it.
  function mineBlock(uint256 number, uint256 timestamp) internal returns (bytes memory mined) {
    mined = headerOf(number, timestamp);
    vm.roll(number + 10);
    vm.setBlockhash(number, keccak256(mined));
  }

  function headerOf(uint256 number, uint256 timestamp) internal pure returns (bytes memory) {
    RLP.Encoder memory fields = RLP.encoder();
    for (uint256 i = 0; i < 15; i++) {
      if (i == 8) fields = fields.push(number);
      else if (i == 11) fields = fields.push(timestamp);
      else fields = fields.push(keccak256(abi.encode(i)));
    }
    return fields.encode();
  }

  function weightOf(address operator) internal view returns (uint128) {
    return uint128(staking.weightOf(staking.nodeIdOf(operator)));
  }

  function seed() internal view returns (bytes32) {
    return keccak256(abi.encodePacked(keccak256(header), TASK));
  }

  function rank() internal {
    for (uint256 i = 0; i < 5; i++) {
      for (uint256 j = i + 1; j < 5; j++) {
        (address a, address b) = (ranking[i], ranking[j]);
        (uint256 nodeA, uint256 nodeB) = (staking.nodeIdOf(a), staking.nodeIdOf(b));
        if (Lottery.beats(seed(), nodeB, weightOf(b), nodeA, weightOf(a))) (ranking[i], ranking[j]) = (b, a);
      }
    }
  }

  /// @dev The first `count` of the ranking, packed.
  function passedOver(uint256 count) internal view returns (bytes memory passed) {
    for (uint256 i = 0; i < count; i++) {
      passed = abi.encodePacked(passed, ranking[i]);
    }
  }

  function assign(address miner, bytes memory passed) internal view returns (Assignment memory) {
    return Assignment({
      taskId: TASK,
      coordinator: coordinator,
      miner: miner,
      attempt: 0,
      rosterBlock: ROSTER_BLOCK,
      beacon: keccak256(header),
      passed: keccak256(passed),
      unitPrice: 1e18,
      expiry: uint64(drawnAt + 600)
    });
  }

  function signProtocol(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
    return
      sign(key, MessageHashUtils.toTypedDataHash(domain("Cuckoo Protocol", address(staking)), structHash));
  }

  /// @dev The digest that names an assignment.
  function digestOf(Assignment memory assignment) internal view returns (bytes32) {
    return Messages.digest(address(staking), Messages.hash(assignment));
  }

  function signResult(uint256 key, bytes32 assignment, TaskResult memory result)
    internal
    view
    returns (SignedResult memory)
  {
    return SignedResult(result, signProtocol(key, Messages.hash(result, assignment)));
  }

  function proofOf(Assignment memory assignment) internal view returns (AssignmentProof memory) {
    return AssignmentProof(assignment, signProtocol(coordinatorKey, Messages.hash(assignment)), header);
  }

  /// @dev Gives a node the operator key of this name.
  function rotate(uint256 nodeId, string memory name) internal returns (address next) {
    uint256 key;
    (next, key) = makeAddrAndKey(name);
    address owner = staking.node(nodeId).owner;
    bytes memory consent = signConsent(key, owner, staking.node(nodeId).role, next, block.timestamp);
    vm.prank(owner);
    staking.rotateOperator(nodeId, next, block.timestamp, consent);
  }

  function report(Assignment memory assignment, bytes memory passed, address called) internal {
    AssignmentProof memory proof = proofOf(assignment);
    vm.prank(reporter);
    disputes.reportWrongOrder(proof, passed, called);
  }

  function refuse(Assignment memory assignment, bytes memory passed, address called, bytes memory refusal)
    internal
  {
    AssignmentProof memory proof = proofOf(assignment);
    vm.prank(reporter);
    vm.expectRevert(refusal);
    disputes.reportWrongOrder(proof, passed, called);
  }

  function assertPunished(uint256 nodeId, uint256 taken) internal view {
    assertEq(cai.balanceOf(reporter) + held(nodeId), taken);
    assertGt(staking.node(nodeId).jailedUntil, block.timestamp);
  }
}
